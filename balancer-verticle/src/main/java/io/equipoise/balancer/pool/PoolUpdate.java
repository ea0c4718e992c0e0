package io.equipoise.balancer.pool;

import java.util.OptionalInt;

/** All that may happen to the pool. */
public sealed interface PoolUpdate {

    /** A backend is there, or is described anew. An earlier incarnation under its id is replaced. */
    record Upsert(Backend backend) implements PoolUpdate {}

    /** A start of a backend is gone, and with it those before. Ignored when a later one, or one of another origin, stands. */
    record Remove(String id, Backend.Origin origin, long incarnation, String why) implements PoolUpdate {}

    /** An announced backend has told another mode when it was pinged. Ignored when another incarnation stands. */
    record ModeTold(String id, long incarnation, Backend.Mode mode) implements PoolUpdate {}

    /**
     * An operator's wish for whatever backend has that id, now and over its starts, until the next one: it replaces all
     * that was ordered of it before.
     *
     * @param mode how much is kept from it at least; ready orders nothing
     * @param weight the share that replaces its own, 0 to 256; empty orders nothing
     */
    record Ordered(String id, Backend.Mode mode, OptionalInt weight) implements PoolUpdate {}

    /** A service chooses by another policy from the next session on. Ignored when there is no such service. */
    record PolicyChanged(String service, String name, Selector.Factory selectors) implements PoolUpdate {}

    /** A backend's probes changed their mind. Ignored when another incarnation stands under the id. */
    record Health(String id, long incarnation, HealthState.Status status, String why) implements PoolUpdate {}
}
