package io.equipoise.backend;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.backend.service.RawHttp;
import io.equipoise.cluster.launch.InvalidConfig;
import io.equipoise.cluster.registry.BackendState;
import io.equipoise.cluster.registry.Registration;
import io.equipoise.testkit.RawConnection;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The library as README shows it. */
class LibraryUseTest {
    private final Stage stage = new Stage();
    private final FakeBalancer balancer = stage.balancer("balancer");

    @AfterEach
    void close() {
        stage.close();
    }

    // README: one class to extend
    static final class Shout extends TcpBackend {
        @Override
        protected void serve(NetSocket client) {
            client.handler(bytes -> client.write(bytes.toString().toUpperCase(Locale.ROOT)));
        }
    }

    static Future<String> deployShout(Vertx vertx) {
        JsonObject config = new JsonObject().put("service", "shout");
        return vertx.deployVerticle(
                Shout::new, new DeploymentOptions().setInstances(3).setConfig(config));
    }
    // README: end

    // README: one call
    static Future<RegisteredBackend> registerOrders(Vertx vertx) {
        Backend backend = Backend.of(vertx).service("orders");
        HttpServer orders = vertx.createHttpServer()
                .requestHandler(backend.requests(request -> request.response().end("ordered\n")));
        return orders.listen(0).compose(listening -> backend.register(listening));
    }
    // README: end

    @Test
    void one_class_to_extend_is_three_backends_of_one_service() throws Exception {
        String deployment = Await.result(deployShout(stage.vertx()));
        Await.until(() -> assertThat(balancer.present())
                .hasSize(3)
                .allMatch(each -> each.service().equals("shout")));
        for (Registration backend : balancer.present()) {
            try (RawConnection client = RawConnection.to(backend.port())) {
                client.send("hello");
                assertThat(client.receive(5)).asString(US_ASCII).isEqualTo("HELLO");
                assertThat(Await.result(balancer.ping(backend, 1, BackendState.READY))
                                .openConnections())
                        .isEqualTo(1);
            }
        }
        // They drain when they are undeployed, as every backend does.
        Await.result(stage.undeploy(deployment));
        Await.until(() -> assertThat(balancer.departed()).hasSize(3));
    }

    @Test
    void one_call_hands_over_what_listens_already() throws Exception {
        RegisteredBackend registered = Await.result(registerOrders(stage.vertx()));
        Registration backend = balancer.theOne();
        assertThat(backend.id()).isEqualTo(registered.id());
        assertThat(backend.service()).isEqualTo("orders");
        assertThat(backend.host()).isEqualTo("127.0.0.1");
        try (RawHttp client = RawHttp.to(registered.port())) {
            assertThat(client.get("/").body()).isEqualTo("ordered\n");
            registered.maintenance(true);
            Await.until(() -> assertThat(balancer.theOne().state()).isEqualTo(BackendState.MAINTENANCE));
            registered.maintenance(false);
            Await.until(() -> assertThat(balancer.theOne().state()).isEqualTo(BackendState.READY));
            registered.leave();
            Await.until(() -> assertThat(client.get("/").isLast()).isTrue());
        }
        Await.result(registered.left());
        Await.until(() -> assertThat(balancer.present()).isEmpty());
    }

    @Test
    void everything_can_be_said_of_a_backend() {
        Backend backend = Backend.of(stage.vertx())
                .service("orders")
                .id("orders-1")
                .host("127.0.0.2")
                .weight(200)
                .tag("build", "1.2")
                .tag("rack", "7");
        Await.result(stage.vertx()
                .createNetServer()
                .connectHandler(backend.sockets(socket -> socket.pipeTo(socket)))
                .listen(0, "127.0.0.2")
                .compose(backend::register));
        assertThat(balancer.theOne()).satisfies(said -> {
            assertThat(said.id()).isEqualTo("orders-1");
            assertThat(said.host()).isEqualTo("127.0.0.2");
            assertThat(said.weight()).isEqualTo(200);
            assertThat(said.tags()).containsEntry("build", "1.2").containsEntry("rack", "7");
        });
    }

    @Test
    void a_verticle_that_serves_by_itself_is_not_told_what_to_serve() {
        JsonObject config = new JsonObject().put("type", "http");
        assertThat(Await.failure(stage.begin(new Shout(), config)))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageStartingWith("type is \"http\"; allowed is none:");
    }
}
