package io.equipoise.backend;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.cluster.launch.StartFailure;
import io.equipoise.cluster.registry.BackendState;
import io.equipoise.cluster.registry.Registration;
import io.equipoise.testkit.FreePort;
import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RawConnection;
import io.equipoise.testkit.RefusingPort;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SidecarIT {
    private final Stage stage = new Stage();
    private final FakeBalancer balancer = stage.balancer("balancer");

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void a_target_that_accepts_is_registered_with_its_own_port() {
        try (RawBackend target = RawBackend.start(RawBackend::echo)) {
            stage.deploy(config(target.port()));
            Registration backend = balancer.theOne();
            assertThat(backend.port()).isEqualTo(target.port());
            assertThat(backend.host()).isEqualTo("127.0.0.1");
            assertThat(Await.result(balancer.ping(backend, 1, BackendState.READY))
                            .id())
                    .isEqualTo(backend.id());
        }
    }

    @Test
    void a_target_that_refuses_is_not_registered_until_it_accepts() {
        int port = FreePort.any();
        stage.deploy(config(port));
        assertThat(balancer.heard()).isEmpty();
        assertThat(stage.registry().sealedBackends())
                .satisfies(all -> assertThat(Await.result(all)).isEmpty());
        try (RawBackend target = RawBackend.startOn(port, RawBackend::echo)) {
            assertThat(balancer.theOne().port()).isEqualTo(target.port());
        }
    }

    @Test
    void a_target_that_does_not_answer_is_not_registered() {
        try (RefusingPort target = RefusingPort.silent()) {
            stage.deploy(config(target.port()));
            assertThat(balancer.heard()).isEmpty();
        }
    }

    @Test
    void it_leaves_when_the_target_does_and_comes_back_as_a_later_start_of_the_same_backend() {
        int port;
        Registration first;
        try (RawBackend target = RawBackend.start(RawBackend::echo)) {
            port = target.port();
            stage.deploy(config(port));
            first = balancer.theOne();
        }
        Await.until(() -> assertThat(balancer.departed()).hasSize(1));
        assertThat(balancer.present()).isEmpty();
        Await.until(() -> assertThat(stage.registered(first.id())).isEmpty());
        try (RawBackend target = RawBackend.startOn(port, RawBackend::echo)) {
            Registration second = balancer.theOne();
            assertThat(second.id()).isEqualTo(first.id());
            assertThat(second.port()).isEqualTo(target.port());
            assertThat(second.incarnation()).isGreaterThan(first.incarnation());
        }
    }

    @Test
    void undeployed_it_drains_and_its_target_goes_on() throws Exception {
        try (RawBackend target = RawBackend.start(RawBackend::echo);
                RawConnection client = RawConnection.to(target.port())) {
            String deployment = stage.deploy(config(target.port()));
            balancer.theOne();
            Await.result(stage.undeploy(deployment));
            Await.until(() -> {
                assertThat(balancer.heard()).last().matches(each -> each.state() == BackendState.DRAINING);
                assertThat(balancer.departed()).hasSize(1);
            });
            client.send("still here");
            assertThat(client.receive(10)).asString(US_ASCII).isEqualTo("still here");
            int accepted = target.acceptedCount();
            try (RawConnection another = RawConnection.to(target.port())) {
                another.send("x");
                assertThat(another.receive(1)).hasSize(1);
            }
            assertThat(target.acceptedCount()).as("checked no more").isEqualTo(accepted + 1);
        }
    }

    @Test
    void one_whose_id_was_taken_leaves_it_to_the_later_start() {
        try (RawBackend target = RawBackend.start(RawBackend::echo)) {
            stage.deploy(config(target.port()).put("id", "db").put("lease", "1s"));
            Registration first = balancer.theOne();
            Registration later = new Registration(
                    "db",
                    first.incarnation() + 86_400_000,
                    "default",
                    "127.0.0.1",
                    4_000,
                    100,
                    "",
                    BackendState.READY,
                    60_000,
                    5,
                    0,
                    Map.of());
            Await.result(stage.registry().put(later));
            Await.until(() -> assertThat(Await.failure(balancer.ping(first, 1, BackendState.READY)))
                    .hasMessageContaining("No handlers"));
            assertThat(stage.registered("db")).contains(later);
            assertThat(balancer.departed()).isEmpty();
        }
    }

    @Test
    void one_that_cannot_be_registered_fails_its_start() {
        try (RawBackend target = RawBackend.start(RawBackend::echo)) {
            JsonObject config = config(target.port()).put("weight", 5_000);
            assertThat(Await.failure(stage.begin(config)))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("weight");
        }
    }

    @Test
    void a_target_is_announced_where_it_was_reached_unless_that_is_loopback() {
        for (String loopback : List.of("127.0.0.1", "127.9.9.9", "::1", "0:0:0:0:0:0:0:1")) {
            assertThat(Sidecar.announcedHost(loopback)).isEmpty();
        }
        assertThat(Sidecar.announcedHost("10.0.0.7")).contains("10.0.0.7");
        assertThat(Sidecar.announcedHost("fd00:0:0:0:0:0:0:7")).contains("fd00:0:0:0:0:0:0:7");
    }

    private static JsonObject config(int port) {
        return new JsonObject()
                .put("type", "sidecar")
                .put("target", "127.0.0.1:" + port)
                .put("check", new JsonObject().put("interval", "100ms").put("timeout", "200ms"));
    }
}
