package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.RawConnection;
import io.equipoise.testkit.Signal;
import java.net.http.HttpResponse;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a balancer process says of itself from its start to its end. */
@Tag("patient")
class AdminIT {
    @Test
    void it_is_ready_with_its_first_backend_counts_what_it_carries_and_is_not_ready_while_it_drains() throws Exception {
        try (TestCluster cluster = new TestCluster()) {
            Balancer balancer = Admin.balancer(cluster, "one");
            assertThat(Admin.get(balancer, "/health/live").statusCode()).isEqualTo(200);
            HttpResponse<String> alone = Admin.get(balancer, "/health/ready");
            assertThat(alone.statusCode()).isEqualTo(503);
            assertThat(alone.body()).contains("no backend to choose for service default");

            cluster.backend("a");
            balancer.awaitUp(Set.of("a"));
            Awaitility.await()
                    .untilAsserted(() -> assertThat(
                                    Admin.get(balancer, "/health/ready").statusCode())
                            .isEqualTo(200));
            assertThat(Admin.json(balancer, "/api/v1/backends/a").getString("health"))
                    .isEqualTo("up");
            try (Held held = Held.open(balancer.address(), 3)) {
                assertThat(Admin.get(balancer, "/metrics").body())
                        .containsPattern("equipoise_[a-z_]*sessions[a-z_]*\\{[^}]*\\} 3(\\.0)?\\n");
                balancer.process().send(Signal.TERM);
                Awaitility.await()
                        .untilAsserted(() -> assertThat(
                                        Admin.get(balancer, "/health/ready").body())
                                .contains("the balancer is leaving"));
                RawConnection one = held.get(0);
                one.send("x");
                assertThat(one.receive(1)).asString().isEqualTo("x");
            }
            assertThat(balancer.process().awaitExit()).isZero();
            balancer.assertCleanLog();
        }
    }
}
