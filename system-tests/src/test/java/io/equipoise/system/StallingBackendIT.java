package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.ConnectionLoad;
import io.equipoise.testkit.LoadResult;
import io.equipoise.testkit.RawBackend;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A backend that answers every probe and no request. */
class StallingBackendIT {
    @Test
    void B8_least_connections_starves_a_backend_that_answers_pings_and_stalls_requests() {
        try (TestCluster cluster = new TestCluster();
                RawBackend stalling = RawBackend.queued()) {
            Balancer balancer = cluster.balancer("one");
            cluster.backend("good");
            JsonObject sidecar = new JsonObject()
                    .put("id", "stalls")
                    .put("type", "sidecar")
                    .put("target", "127.0.0.1:" + stalling.port());
            cluster.await(cluster.startBackend(sidecar, UnaryOperator.identity()));
            balancer.awaitUp(Set.of("good", "stalls"));
            try (ConnectionLoad load = Loads.start(balancer, 200)) {
                Loads.await(load, 1_600);
                LoadResult soFar = new LoadResult(load.soFar());
                int stuck = load.begun() - soFar.requests().size();
                Figures.print(
                        "a backend that stalls: %d requests served by the other, %d stuck",
                        soFar.requests().size(), stuck);
                assertThat(soFar.failed()).isEmpty();
                // Round robin would have half of them there. It gets one only while the other has as many open.
                assertThat(stuck).isLessThan(1_600 / 20);
            }
        }
    }
}
