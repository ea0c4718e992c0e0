package io.equipoise.balancer.pool;

/** All that may happen to the pool. */
public sealed interface PoolUpdate {

    /** A backend is there, or is described anew. An earlier incarnation under its id is replaced. */
    record Upsert(Backend backend) implements PoolUpdate {}

    /** A backend is gone. Ignored when another incarnation stands under the id. */
    record Remove(String id, long incarnation, String why) implements PoolUpdate {}

    /** A backend's probes changed their mind. Ignored when another incarnation stands under the id. */
    record Health(String id, long incarnation, HealthState.Status status, String why) implements PoolUpdate {}
}
