package io.equipoise.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.equipoise.cluster.launch.StartFailure;
import io.equipoise.cluster.registry.Addresses;
import io.equipoise.cluster.registry.BackendState;
import io.equipoise.cluster.registry.LoadReport;
import io.equipoise.cluster.registry.Registration;
import io.equipoise.testkit.RawConnection;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.json.JsonObject;
import java.net.ConnectException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdentityIT {
    private final Stage stage = new Stage();
    private final FakeBalancer balancer = stage.balancer("balancer");

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void three_instances_are_three_backends_with_ids_and_ports_of_their_own() throws Exception {
        deployThree(new JsonObject());
        List<Registration> backends = balancer.present();
        assertThat(backends).extracting(Registration::id).doesNotHaveDuplicates();
        assertThat(backends).extracting(Registration::port).doesNotHaveDuplicates();
        for (Registration backend : backends) {
            assertThat(backend.id()).matches("default-127\\.0\\.0\\.1-" + backend.port() + "-[0-9a-z]{4}");
            try (RawConnection client = RawConnection.to(backend.port())) {
                client.send("equipoise:whoami\n");
                assertThat(client.receiveLine()).isEqualTo(backend.id());
            }
        }
    }

    @Test
    void a_configured_id_gets_a_number_for_each_of_several_instances() {
        deployThree(new JsonObject().put("id", "paris"));
        assertThat(balancer.present())
                .extracting(Registration::id)
                .containsExactlyInAnyOrder("paris-1", "paris-2", "paris-3");
    }

    @Test
    void several_instances_cannot_share_a_configured_port() {
        JsonObject config = new JsonObject().put("port", 7_777);
        assertThat(Await.failure(stage.vertx()
                        .deployVerticle(
                                BackendVerticle::new,
                                new DeploymentOptions().setInstances(3).setConfig(config))))
                .isInstanceOf(StartFailure.class)
                .hasMessage("port is 7777; allowed is 0 for 3 instances, so that each gets a free one");
    }

    @Test
    void K12_a_later_start_takes_the_id_and_the_earlier_one_stops() {
        stage.deploy(config("b").put("lease", "1s"));
        Registration earlier = balancer.theOne();
        Await.until(() -> assertThat(System.currentTimeMillis()).isGreaterThan(earlier.incarnation()));
        stage.deploy(config("b"));
        Await.until(
                () -> assertThatThrownBy(() -> RawConnection.to(earlier.port()).close())
                        .isInstanceOf(ConnectException.class));
        Registration later = balancer.theOne();
        assertThat(later.incarnation()).isGreaterThan(earlier.incarnation());
        assertThat(later.port()).isNotEqualTo(earlier.port());
        assertThat(stage.registered("b"))
                .hasValueSatisfying(
                        entry -> assertThat(entry.sameIdentity(later)).isTrue());
        assertThat(balancer.departed()).isEmpty();
        assertThat(Await.result(balancer.ping(later, 1, BackendState.READY)).incarnation())
                .isEqualTo(later.incarnation());
        Await.until(() -> assertThat(Await.failure(balancer.ping(earlier, 1, BackendState.READY)))
                .hasMessageContaining("No handlers"));
    }

    @Test
    void K12_an_id_whose_owner_is_not_earlier_and_answers_is_refused_with_a_clear_error() {
        Registration owner = ownerFromTheFuture();
        stage.vertx()
                .eventBus()
                .<JsonObject>consumer(Addresses.ping("b", owner.incarnation()))
                .handler(ping -> ping.reply(new LoadReport(
                                "b", owner.incarnation(), ping.body().getLong("nonce"), BackendState.READY, 0, 0, 0, 0)
                        .toJson()));
        assertThat(Await.failure(stage.begin(config("b"))))
                .isInstanceOf(StartFailure.class)
                .hasMessage("id b is taken by the backend at 127.0.0.1:4000, which answers; "
                        + "give this one another id, or none");
        assertThat(stage.registered("b")).contains(owner);
        assertThat(balancer.heard()).isEmpty();
    }

    @Test
    void an_id_whose_owner_is_not_earlier_and_dead_is_taken() {
        Registration dead = ownerFromTheFuture();
        stage.deploy(config("b"));
        assertThat(balancer.theOne().incarnation()).isEqualTo(dead.incarnation() + 1);
    }

    @Test
    void a_roll_call_is_answered_soon_and_once() {
        stage.deploy(config("b").put("lease", "10m"));
        balancer.theOne();
        balancer.rollCall();
        balancer.rollCall();
        Await.until(() -> assertThat(balancer.heard()).hasSize(2));
        assertThat(balancer.heard()).extracting(Registration::sequence).containsExactly(1L, 2L);
    }

    @Test
    void one_that_is_pinged_by_nobody_subscribes_again_and_answers_each_ping_once() {
        stage.deploy(config("b").put("lease", "1s"));
        Registration backend = balancer.theOne();
        // The watch acts every third of the lease, as the announcements that go with it show.
        Await.until(() -> assertThat(balancer.heard()).hasSizeGreaterThan(12));
        for (int nonce = 0; nonce < 20; nonce++) {
            LoadReport report = Await.result(balancer.ping(backend, nonce, BackendState.READY));
            assertThat(report.nonce()).isEqualTo(nonce);
            assertThat(report.incarnation()).isEqualTo(backend.incarnation());
        }
    }

    @Test
    void what_is_no_ping_gets_no_answer_and_hurts_nobody() {
        stage.deploy(config("b"));
        Registration backend = balancer.theOne();
        String address = Addresses.ping("b", backend.incarnation());
        for (Object body : List.of("text", new JsonObject(), new JsonObject().put("nonce", "x"), 7)) {
            stage.vertx().eventBus().send(address, body);
        }
        assertThat(Await.result(balancer.ping(backend, 3, BackendState.READY)).nonce())
                .isEqualTo(3);
    }

    private void deployThree(JsonObject config) {
        Await.result(stage.vertx()
                .deployVerticle(
                        BackendVerticle::new,
                        new DeploymentOptions().setInstances(3).setConfig(config)));
        Await.until(() -> assertThat(balancer.present()).hasSize(3));
    }

    private Registration ownerFromTheFuture() {
        long tomorrow = System.currentTimeMillis() + 86_400_000;
        Registration owner = new Registration(
                "b", tomorrow, "default", "127.0.0.1", 4_000, 100, "", BackendState.READY, 60_000, 5, 0, Map.of());
        Await.result(stage.registry().put(owner));
        return owner;
    }

    private static JsonObject config(String id) {
        return new JsonObject().put("id", id).put("drain", new JsonObject().put("announce", "0s"));
    }
}
