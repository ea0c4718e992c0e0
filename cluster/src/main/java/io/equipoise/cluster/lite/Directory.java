package io.equipoise.cluster.lite;

import io.vertx.core.Future;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;

/** Where the cluster keeps who its members are and what they listen to. Any thread; futures may complete on any thread. */
interface Directory {
    /**
     * One consumer of this member.
     *
     * @param address on the event bus
     * @param info as Vert.x describes it
     */
    record Entry(String address, RegistrationInfo info) {}

    /** Whether this member has not left. */
    boolean isActive();

    /** Writes where this member's event bus is; fails while nobody holds the cluster's data. */
    Future<Void> introduce(NodeInfo self);

    /** Whether it can be read where this member's event bus is. */
    Future<Boolean> knowsSelf();

    /** Writes a consumer; again does no harm. */
    Future<Void> enter(Entry entry);

    /** Removes a consumer. */
    Future<Void> remove(Entry entry);
}
