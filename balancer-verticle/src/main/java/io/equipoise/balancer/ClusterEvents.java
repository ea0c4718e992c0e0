package io.equipoise.balancer;

import io.equipoise.balancer.health.ClusterListener;
import io.equipoise.balancer.metrics.Event;
import io.equipoise.balancer.metrics.EventRing;
import java.util.Map;

/** Tells of the cluster in the ring of events, as something that happens to this balancer. */
record ClusterEvents(EventRing events, String balancer) implements ClusterListener {
    @Override
    public void onLost(int backends) {
        events.add(
                Event.Kind.CLUSTER_LOST,
                balancer,
                "lost the cluster, the last known backends are kept",
                Map.of("backends", backends));
    }

    @Override
    public void onBack(String backend) {
        events.add(Event.Kind.CLUSTER_BACK, balancer, "reached the cluster again", Map.of("backend", backend));
    }
}
