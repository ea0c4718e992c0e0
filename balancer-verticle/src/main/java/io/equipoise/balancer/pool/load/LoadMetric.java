package io.equipoise.balancer.pool.load;

import io.equipoise.balancer.pool.BackendNode;

/**
 * How busy a backend would be with one more connection, relative to its weight. The seam between policy and measure:
 * any least-loaded policy works with any metric (Finagle's split of distributor and node).
 */
@FunctionalInterface
public interface LoadMetric {
    /** The load, 0 or more; smaller is better. Called on data loops: must not block or allocate. */
    double of(BackendNode node);
}
