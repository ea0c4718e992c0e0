package io.equipoise.cluster.registry;

import io.vertx.core.json.JsonObject;

/**
 * A backend's answer to a {@link Ping}: who it is, in which state, and how busy.
 *
 * @param id as in {@link Registration#id()}
 * @param incarnation as in {@link Registration#incarnation()}
 * @param nonce the ping's
 * @param state its state now
 * @param openConnections connections open at the backend, over all balancers; 0 or more
 * @param firstByteP50Millis median time from a connection's first byte in to its first byte out, over the last minute;
 *     0 when nothing was measured
 * @param firstByteP99Millis its 99th percentile
 * @param loopLagMillis how late the backend's event loop runs its timers
 */
public record LoadReport(
        String id,
        long incarnation,
        long nonce,
        BackendState state,
        long openConnections,
        double firstByteP50Millis,
        double firstByteP99Millis,
        double loopLagMillis) {

    private static final double MAX_MILLIS = 1e12;

    /** The record as it goes over the wire. */
    public JsonObject toJson() {
        return new JsonObject()
                .put("id", id)
                .put("incarnation", incarnation)
                .put("nonce", nonce)
                .put("state", state.wireName())
                .put("openConnections", openConnections)
                .put("firstByteP50Millis", firstByteP50Millis)
                .put("firstByteP99Millis", firstByteP99Millis)
                .put("loopLagMillis", loopLagMillis);
    }

    /**
     * Reads a record that came over the wire.
     *
     * @throws InvalidMessage naming the field, its value and what is allowed
     */
    public static LoadReport fromJson(JsonObject json) throws InvalidMessage {
        Fields fields = new Fields(json);
        String state = fields.name("state");
        return new LoadReport(
                fields.name("id"),
                fields.integer("incarnation", 1, Long.MAX_VALUE),
                fields.integer("nonce", Long.MIN_VALUE, Long.MAX_VALUE),
                BackendState.ofWireName(state)
                        .orElseThrow(() -> Fields.invalid("state", state, "ready, draining or maintenance")),
                fields.integer("openConnections", 0, Long.MAX_VALUE),
                fields.number("firstByteP50Millis", 0, MAX_MILLIS),
                fields.number("firstByteP99Millis", 0, MAX_MILLIS),
                fields.number("loopLagMillis", 0, MAX_MILLIS));
    }
}
