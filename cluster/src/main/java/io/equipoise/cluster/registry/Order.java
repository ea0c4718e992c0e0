package io.equipoise.cluster.registry;

import io.equipoise.cluster.registry.InvalidMessage.Reason;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What an operator has ordered through a balancer, for all of them: published on the bus and kept in the cluster-wide
 * map under {@link Wish#key()}. Unknown fields are ignored, so that newer balancers may say more.
 *
 * @param wish what is ordered
 * @param stamp when and by whom
 */
public record Order(Wish wish, Stamp stamp) {
    /** The version of the record that this member writes and reads. */
    public static final int VERSION = 1;

    /** The longest id of a backend that something can be ordered of. */
    public static final int LONGEST_ID = 256;

    private static final int LONGEST_HOST = 253;
    private static final int LONGEST_NAME = 64;
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:%-]+");

    /** Whether the text may stand for a host: a name or an address; whether there is such a host is another matter. */
    public static boolean isHost(String text) {
        return text.length() <= LONGEST_HOST && HOST.matcher(text).matches();
    }

    /** Whether the text may name a service. */
    public static boolean isName(String text) {
        return Fields.NAME.matcher(text).matches();
    }

    /** The record as it goes over the wire. */
    public JsonObject toJson() {
        return wishJson()
                .put("version", VERSION)
                .put("sequence", stamp.sequence())
                .put("balancer", stamp.balancer())
                .put("by", stamp.by())
                .put("from", stamp.from())
                .put("at", stamp.at());
    }

    private JsonObject wishJson() {
        JsonObject json = new JsonObject();
        if (wish instanceof Wish.OfBackend of) {
            json.put("of", "backend").put("id", of.id()).put("state", of.state().wireName());
            of.weight().ifPresent(weight -> json.put("weight", weight));
        } else if (wish instanceof Wish.OfService of) {
            json.put("of", "service").put("service", of.service());
            of.policy().ifPresent(policy -> json.put("policy", policy));
        } else if (wish instanceof Wish.OfStatic of) {
            json.put("of", "static")
                    .put("id", of.id())
                    .put("service", of.service())
                    .put("host", of.host())
                    .put("port", of.port())
                    .put("weight", of.weight())
                    .put("presence", of.presence().name().toLowerCase(Locale.ROOT));
        }
        return json;
    }

    /**
     * Reads a record that came over the wire.
     *
     * @throws InvalidMessage naming the field, its value and what is allowed
     */
    public static Order fromJson(JsonObject json) throws InvalidMessage {
        Fields fields = new Fields(json);
        if (fields.integer("version", 0, Integer.MAX_VALUE) != VERSION) {
            throw new InvalidMessage(Reason.UNKNOWN_VERSION, "version is not " + VERSION);
        }
        Stamp stamp = new Stamp(
                fields.integer("sequence", 0, Stamp.LAST),
                fields.name("balancer"),
                fields.text("by", LONGEST_NAME),
                fields.text("from", LONGEST_NAME),
                fields.integer("at", 0, Stamp.LAST));
        return new Order(wish(fields, json), stamp);
    }

    private static Wish wish(Fields fields, JsonObject json) throws InvalidMessage {
        String of = fields.name("of");
        return switch (of) {
            case "backend" ->
                new Wish.OfBackend(
                        id(fields),
                        state(fields.name("state")),
                        json.getValue("weight") == null ? OptionalInt.empty() : OptionalInt.of(weight(fields)));
            case "service" ->
                new Wish.OfService(
                        service(fields),
                        json.getValue("policy") == null ? Optional.empty() : Optional.of(fields.name("policy")));
            case "static" ->
                new Wish.OfStatic(
                        id(fields),
                        fields.name("service"),
                        host(fields.text("host", LONGEST_HOST)),
                        (int) fields.integer("port", 1, 65_535),
                        weight(fields),
                        presence(fields.name("presence")));
            default -> throw Fields.invalid("of", of, "backend, service or static");
        };
    }

    private static int weight(Fields fields) throws InvalidMessage {
        return (int) fields.integer("weight", 0, 256);
    }

    private static String id(Fields fields) throws InvalidMessage {
        return filled("id", fields.text("id", LONGEST_ID));
    }

    private static String service(Fields fields) throws InvalidMessage {
        return filled("service", fields.text("service", LONGEST_ID));
    }

    private static String filled(String key, String text) throws InvalidMessage {
        if (text.isEmpty()) {
            throw Fields.invalid(key, text, "a text of 1 to " + LONGEST_ID + " characters");
        }
        return text;
    }

    private static String host(String text) throws InvalidMessage {
        if (isHost(text)) {
            return text;
        }
        throw Fields.invalid("host", text, "an IP address or a host name");
    }

    private static BackendState state(String name) throws InvalidMessage {
        return BackendState.ofWireName(name)
                .orElseThrow(() -> Fields.invalid("state", name, "ready, draining or maintenance"));
    }

    private static Wish.Presence presence(String name) throws InvalidMessage {
        for (Wish.Presence presence : Wish.Presence.values()) {
            if (presence.name().toLowerCase(Locale.ROOT).equals(name)) {
                return presence;
            }
        }
        throw Fields.invalid("presence", name, "there, gone or forgotten");
    }
}
