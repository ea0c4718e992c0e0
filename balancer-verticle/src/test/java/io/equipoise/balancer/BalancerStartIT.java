package io.equipoise.balancer;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.FreePort;
import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RawConnection;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A balancer with static backends, from its very first client on. */
class BalancerStartIT {
    private static final int STARTS = 10;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(60, SECONDS);
    }

    @Test
    void the_first_client_of_a_static_backend_is_served() throws Exception {
        try (RawBackend backend = RawBackend.start(BalancerStartIT::echo)) {
            for (int start = 0; start < STARTS; start++) {
                int port = FreePort.any();
                String id = deploy(port, "127.0.0.1:" + backend.port());
                try (RawConnection client = RawConnection.to(port)) {
                    client.send("x");
                    assertThat(client.receive(1)).asString().isEqualTo("x");
                }
                vertx.undeploy(id).toCompletionStage().toCompletableFuture().get(60, SECONDS);
            }
        }
    }

    @Test
    void a_static_backend_that_is_not_there_does_not_keep_the_balancer_from_starting() throws Exception {
        int port = FreePort.any();
        deploy(port, "127.0.0.1:" + FreePort.any());
        try (RawConnection client = RawConnection.to(port)) {
            assertThat(client.awaitEnd()).isEqualTo(RawConnection.End.RESET);
        }
    }

    private static void echo(RawConnection connection) throws IOException {
        connection.in().transferTo(connection.out());
    }

    private String deploy(int port, String backend) throws Exception {
        JsonObject config = new JsonObject()
                .put(
                        "listeners",
                        new JsonArray()
                                .add(new JsonObject().put("host", "127.0.0.1").put("port", port)))
                .put(
                        "services",
                        new JsonObject().put("default", new JsonObject().put("backends", new JsonArray().add(backend))))
                .put("drain", new JsonObject().put("lameDuck", "0s"))
                .put("admin", new JsonObject().put("port", 0));
        return vertx.deployVerticle(new BalancerVerticle(), new DeploymentOptions().setConfig(config))
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, SECONDS);
    }
}
