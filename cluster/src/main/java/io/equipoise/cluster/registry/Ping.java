package io.equipoise.cluster.registry;

import io.vertx.core.json.JsonObject;

/**
 * What a balancer asks one backend. It says which state of the backend the balancer acts upon: a backend that drains
 * waits until every live balancer has said DRAINING before it stops accepting.
 *
 * @param balancer who asks; unique for each start of a balancer
 * @param nonce given back in the {@link LoadReport}; an answer with another one is stale
 * @param seen the backend's state in the balancer's published snapshot
 */
public record Ping(String balancer, long nonce, BackendState seen) {

    /** The record as it goes over the wire. */
    public JsonObject toJson() {
        return new JsonObject().put("balancer", balancer).put("nonce", nonce).put("seen", seen.wireName());
    }

    /**
     * Reads a record that came over the wire.
     *
     * @throws InvalidMessage naming the field, its value and what is allowed
     */
    public static Ping fromJson(JsonObject json) throws InvalidMessage {
        Fields fields = new Fields(json);
        String seen = fields.name("seen");
        return new Ping(
                fields.name("balancer"),
                fields.integer("nonce", Long.MIN_VALUE, Long.MAX_VALUE),
                BackendState.ofWireName(seen)
                        .orElseThrow(() -> Fields.invalid("seen", seen, "ready, draining or maintenance")));
    }
}
