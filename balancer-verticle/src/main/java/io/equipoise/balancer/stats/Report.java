package io.equipoise.balancer.stats;

import io.equipoise.balancer.metrics.Figures;
import io.equipoise.balancer.metrics.Subject;
import io.equipoise.cluster.registry.InvalidMessage;
import io.equipoise.cluster.registry.InvalidMessage.Reason;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of what one balancer has counted up to one moment. Figures are sums since its start, so that a part that is lost
 * is made good by the next one of the same subject.
 *
 * @param balancer who counted; another id for each start
 * @param sequence grows with each moment
 * @param part which of the parts of that moment, from 0
 * @param parts how many there are
 * @param whole whether the parts of that moment hold all figures, and not only those that changed
 * @param uptimeMillis how long the balancer had been counting at that moment
 * @param waiting sessions that wait for room, by service; those that are not here have none
 * @param figures what was counted
 */
record Report(
        String balancer,
        long sequence,
        int part,
        int parts,
        boolean whole,
        long uptimeMillis,
        Map<String, Integer> waiting,
        Map<Subject, Figures> figures) {

    static final int MOST_PARTS = 64;

    private static final int VERSION = 1;
    private static final int MOST_SERVICES = 1_024;
    private static final long LONGEST_UPTIME = 1L << 42;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    /** As it goes over the wire, with figures that were written before. */
    JsonObject toJson(byte[] written) {
        return new JsonObject()
                .put("version", VERSION)
                .put("balancer", balancer)
                .put("sequence", sequence)
                .put("part", part)
                .put("parts", parts)
                .put("whole", whole)
                .put("uptimeMillis", uptimeMillis)
                .put("waiting", new JsonObject(Map.copyOf(waiting)))
                .put("figures", written);
    }

    /**
     * Reads one that came over the wire.
     *
     * @throws InvalidMessage when it is not what {@link #toJson} writes
     */
    static Report fromJson(JsonObject json) throws InvalidMessage {
        if (integer(json, "version", 0, Integer.MAX_VALUE) != VERSION) {
            throw new InvalidMessage(Reason.UNKNOWN_VERSION, "version is not " + VERSION);
        }
        int parts = (int) integer(json, "parts", 1, MOST_PARTS);
        return new Report(
                text(json, "balancer"),
                integer(json, "sequence", 1, Long.MAX_VALUE),
                (int) integer(json, "part", 0, parts - 1L),
                parts,
                Boolean.TRUE.equals(json.getValue("whole")),
                integer(json, "uptimeMillis", 0, LONGEST_UPTIME),
                waiting(json.getValue("waiting")),
                figures(json));
    }

    private static Map<Subject, Figures> figures(JsonObject json) throws InvalidMessage {
        try {
            byte[] written = json.getBinary("figures");
            return new FiguresReader(written == null ? new byte[0] : written).all();
        } catch (IllegalArgumentException | ClassCastException e) {
            throw new InvalidMessage(Reason.MALFORMED, "figures: " + e.getMessage());
        }
    }

    private static Map<String, Integer> waiting(@Nullable Object value) throws InvalidMessage {
        if (!(value instanceof JsonObject json) || json.size() > MOST_SERVICES) {
            throw invalid("waiting", "an object of at most " + MOST_SERVICES + " services");
        }
        Map<String, Integer> waiting = new HashMap<>();
        for (String service : json.fieldNames()) {
            waiting.put(service, (int) integer(json, service, 0, Integer.MAX_VALUE));
        }
        return waiting;
    }

    private static String text(JsonObject json, String key) throws InvalidMessage {
        if (json.getValue(key) instanceof String text && ID.matcher(text).matches()) {
            return text;
        }
        throw invalid(key, "a name of 1 to 64 letters, digits, '.', '_', ':' or '-'");
    }

    private static long integer(JsonObject json, String key, long min, long max) throws InvalidMessage {
        if (json.getValue(key) instanceof Number number
                && (number instanceof Integer || number instanceof Long)
                && number.longValue() >= min
                && number.longValue() <= max) {
            return number.longValue();
        }
        throw invalid(key, "a whole number from " + min + " to " + max);
    }

    private static InvalidMessage invalid(String key, String allowed) {
        return new InvalidMessage(Reason.INVALID_FIELD, key + " is not " + allowed);
    }
}
