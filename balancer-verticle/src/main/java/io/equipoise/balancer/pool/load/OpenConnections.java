package io.equipoise.balancer.pool.load;

import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.LeastOpen;

/**
 * Connections open to the backend over all loops of this JVM, and the one to come, over its weight: nginx's and
 * HAProxy's {@code (conns + 1) / w}.
 */
public final class OpenConnections implements LoadMetric {
    @Override
    public double of(BackendNode node) {
        return of(node.open(), node.weight());
    }

    /** The load of a backend of that weight with so many connections. */
    public static double of(int open, int weight) {
        return LeastOpen.of(open, weight);
    }
}
