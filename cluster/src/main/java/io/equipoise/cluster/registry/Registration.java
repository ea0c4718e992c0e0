package io.equipoise.cluster.registry;

import io.equipoise.cluster.registry.InvalidMessage.Reason;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who a backend is, as it says itself: announced on the bus and kept in the cluster-wide map.
 *
 * <p>Its identity is {@code id} + {@code incarnation}: a port that a stranger reuses is not that backend, and a later
 * start of the same backend wins over an earlier one. Unknown fields are ignored, so that newer backends may say more.
 *
 * @param id who it is, unique in the cluster: 1 to 64 letters, digits, '.', '_', ':' or '-'
 * @param incarnation which start of it this is; grows at each start
 * @param service the service it serves
 * @param host the IP address that balancers connect to, as a literal
 * @param port the TCP port that balancers connect to, 1 to 65535
 * @param weight its share against others of the service, 1 to 256
 * @param zone where it runs; empty when not said
 * @param state what it says of itself
 * @param leaseMillis how long this announcement holds unless it is renewed, 1,000 to 600,000 ms
 * @param startedAt wall clock of its start, epoch milliseconds; to show, never to compute with
 * @param sequence grows with each announcement of one incarnation, so that a late or replayed one is known
 * @param tags free text to show, at most 16 of them
 */
public record Registration(
        String id,
        long incarnation,
        String service,
        String host,
        int port,
        int weight,
        String zone,
        BackendState state,
        long leaseMillis,
        long startedAt,
        long sequence,
        Map<String, String> tags) {

    /** The version of the record that this member writes and reads. */
    public static final int VERSION = 1;

    /** The weight of a backend that does not say one. */
    public static final int DEFAULT_WEIGHT = 100;

    private static final int MAX_TAGS = 16;
    private static final int MAX_TAG_LENGTH = 256;

    public Registration {
        tags = Map.copyOf(tags);
    }

    /** The same backend with another state and a later sequence number. */
    public Registration with(BackendState newState, long newSequence) {
        return new Registration(
                id,
                incarnation,
                service,
                host,
                port,
                weight,
                zone,
                newState,
                leaseMillis,
                startedAt,
                newSequence,
                tags);
    }

    /** The same backend as another start of it, with no announcement yet. */
    public Registration startedAs(long newIncarnation) {
        return new Registration(
                id, newIncarnation, service, host, port, weight, zone, state, leaseMillis, startedAt, 0, tags);
    }

    /** Whether the two speak of the same start of the same backend. */
    public boolean sameIdentity(Registration other) {
        return id.equals(other.id) && incarnation == other.incarnation;
    }

    /** The record as it goes over the wire. */
    public JsonObject toJson() {
        return new JsonObject()
                .put("version", VERSION)
                .put("id", id)
                .put("incarnation", incarnation)
                .put("service", service)
                .put("host", host)
                .put("port", port)
                .put("weight", weight)
                .put("zone", zone)
                .put("state", state.wireName())
                .put("leaseMillis", leaseMillis)
                .put("startedAt", startedAt)
                .put("sequence", sequence)
                .put("tags", new JsonObject(new TreeMap<String, Object>(tags)));
    }

    /**
     * Reads a record that came over the wire.
     *
     * @throws InvalidMessage naming the field, its value and what is allowed
     */
    public static Registration fromJson(JsonObject json) throws InvalidMessage {
        Fields fields = new Fields(json);
        if (fields.integer("version", 0, Integer.MAX_VALUE) != VERSION) {
            throw new InvalidMessage(Reason.UNKNOWN_VERSION, "version is not " + VERSION);
        }
        return new Registration(
                fields.name("id"),
                fields.integer("incarnation", 1, Long.MAX_VALUE),
                fields.name("service"),
                host(fields.text("host", 45)),
                (int) fields.integer("port", 1, 65_535),
                (int) fields.integerOr("weight", DEFAULT_WEIGHT, 1, 256),
                json.getValue("zone") == null ? "" : zone(fields),
                state(fields.name("state")),
                fields.integer("leaseMillis", 1_000, 600_000),
                fields.integer("startedAt", 0, Long.MAX_VALUE),
                fields.integer("sequence", 0, Long.MAX_VALUE),
                tags(json.getValue("tags")));
    }

    private static String zone(Fields fields) throws InvalidMessage {
        return fields.text("zone", 64).isEmpty() ? "" : fields.name("zone");
    }

    private static String host(String text) throws InvalidMessage {
        return IpLiteral.parse(text)
                .map(InetAddress::getHostAddress)
                .orElseThrow(() -> Fields.invalid("host", text, "an IP address"));
    }

    private static BackendState state(String name) throws InvalidMessage {
        return BackendState.ofWireName(name)
                .orElseThrow(() -> Fields.invalid("state", name, "ready, draining or maintenance"));
    }

    private static Map<String, String> tags(Object value) throws InvalidMessage {
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof JsonObject json) || json.size() > MAX_TAGS) {
            throw Fields.invalid("tags", value, "an object of at most " + MAX_TAGS + " texts");
        }
        Fields fields = new Fields(json);
        Map<String, String> tags = new TreeMap<>();
        for (String key : json.fieldNames()) {
            if (!Fields.NAME.matcher(key).matches()) {
                throw Fields.invalid("tags", key, "names of 1 to 64 letters, digits, '.', '_', ':' or '-'");
            }
            tags.put(key, fields.text(key, MAX_TAG_LENGTH));
        }
        return tags;
    }
}
