package io.equipoise.balancer.pool;

/** What an update changed; an update that changes nothing has no event. */
public sealed interface PoolEvent {

    /** A backend is new in the pool; it serves once it is healthy. */
    record Joined(BackendNode node) implements PoolEvent {}

    /** A backend left the pool; its leases stay until they close. */
    record Left(BackendNode node, String why) implements PoolEvent {}

    /**
     * A backend was described anew, by itself or by order: weight, mode, tags.
     *
     * @param before what it was
     * @param announcedBefore what it was without what was ordered
     */
    record Changed(BackendNode node, Backend before, Backend announcedBefore) implements PoolEvent {}

    /** A backend's health flipped. */
    record Flipped(BackendNode node, HealthState.Status health, String why) implements PoolEvent {}

    /** A service chooses by another policy. */
    record PolicyChanged(String service, String before, String now) implements PoolEvent {}

    /** A service entered or left panic. */
    record Panic(String service, boolean on) implements PoolEvent {}

    /** An update was not taken; the text says why and what stands instead. */
    record Refused(Backend backend, String why) implements PoolEvent {}
}
