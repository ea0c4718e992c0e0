package io.equipoise.balancer.pool.load;

import io.equipoise.balancer.pool.BackendNode;

/**
 * Connections open to the backend over all loops of this JVM, and the one to come, over its weight: nginx's and
 * HAProxy's {@code (conns + 1) / w}.
 */
public final class OpenConnections implements LoadMetric {
    @Override
    public double of(BackendNode node) {
        return (node.open() + 1.0) / node.weight();
    }
}
