package io.equipoise.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.equipoise.balancer.metrics.EventRing;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterEventsTest {
    @Test
    void a_lost_cluster_and_its_return_are_events_of_this_balancer() {
        EventRing ring = new EventRing(InstantSource.system());
        ClusterEvents events = new ClusterEvents(ring, "balancer-1");

        events.onLost(4);
        events.onBack("backend-2");

        assertThat(ring.since(0))
                .extracting(event -> event.kind().label(), event -> event.subject(), event -> event.details())
                .containsExactly(
                        tuple("cluster_lost", "balancer-1", Map.of("backends", 4)),
                        tuple("cluster_back", "balancer-1", Map.of("backend", "backend-2")));
    }
}
