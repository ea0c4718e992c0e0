package io.equipoise.balancer.pool;

/** Is told what changed, on the control loop, after the new snapshot is published. Must not block. */
@FunctionalInterface
public interface PoolListener {
    /** One change. */
    void onEvent(PoolEvent event);
}
