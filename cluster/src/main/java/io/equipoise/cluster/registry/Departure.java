package io.equipoise.cluster.registry;

import io.vertx.core.json.JsonObject;

/**
 * A backend's last word: it has left, at once and for good. Later announcements of this or an earlier incarnation are
 * stale.
 *
 * @param id who left
 * @param incarnation which start of it
 * @param sequence as in {@link Registration#sequence()}, above all of its announcements
 */
public record Departure(String id, long incarnation, long sequence) {

    /** The record as it goes over the wire. */
    public JsonObject toJson() {
        return new JsonObject().put("id", id).put("incarnation", incarnation).put("sequence", sequence);
    }

    /**
     * Reads a record that came over the wire.
     *
     * @throws InvalidMessage naming the field, its value and what is allowed
     */
    public static Departure fromJson(JsonObject json) throws InvalidMessage {
        Fields fields = new Fields(json);
        return new Departure(
                fields.name("id"),
                fields.integer("incarnation", 1, Long.MAX_VALUE),
                fields.integer("sequence", 0, Long.MAX_VALUE));
    }
}
