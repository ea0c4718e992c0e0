package io.equipoise.balancer.pool;

/** All that may happen to the pool. */
public sealed interface PoolUpdate {

    /** A backend is there, or is described anew. An earlier incarnation under its id is replaced. */
    record Upsert(Backend backend) implements PoolUpdate {}

    /** A start of a backend is gone, and with it those before. Ignored when a later one, or one of another origin, stands. */
    record Remove(String id, Backend.Origin origin, long incarnation, String why) implements PoolUpdate {}

    /** An announced backend has told another mode when it was pinged. Ignored when another incarnation stands. */
    record ModeTold(String id, long incarnation, Backend.Mode mode) implements PoolUpdate {}

    /** A backend's probes changed their mind. Ignored when another incarnation stands under the id. */
    record Health(String id, long incarnation, HealthState.Status status, String why) implements PoolUpdate {}
}
