package io.equipoise.cluster.registry;

import io.equipoise.cluster.registry.InvalidMessage.Reason;
import io.vertx.core.json.JsonObject;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a message and names the one that is wrong. Unknown fields are ignored. */
final class Fields {
    /** Names that are safe in logs, metric labels, event-bus addresses and pages. */
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    private static final int SHOWN = 40;

    private final JsonObject json;

    Fields(JsonObject json) {
        this.json = json;
    }

    String name(String key) throws InvalidMessage {
        Object value = json.getValue(key);
        if (value instanceof String text && NAME.matcher(text).matches()) {
            return text;
        }
        throw invalid(key, value, "a name of 1 to 64 letters, digits, '.', '_', ':' or '-'");
    }

    String nameOr(String key, String absent) throws InvalidMessage {
        return json.getValue(key) == null ? absent : name(key);
    }

    String text(String key, int maxLength) throws InvalidMessage {
        Object value = json.getValue(key);
        if (value instanceof String text && text.length() <= maxLength && isPrintable(text)) {
            return text;
        }
        throw invalid(key, value, "a printable text of at most " + maxLength + " characters");
    }

    long integer(String key, long min, long max) throws InvalidMessage {
        Object value = json.getValue(key);
        if (value instanceof Number number && isWhole(number)) {
            long integer = number.longValue();
            if (integer >= min && integer <= max) {
                return integer;
            }
        }
        throw invalid(key, value, "a whole number from " + min + " to " + max);
    }

    double number(String key, double min, double max) throws InvalidMessage {
        Object value = json.getValue(key);
        if (value instanceof Number number) {
            double real = number.doubleValue();
            if (real >= min && real <= max) {
                return real;
            }
        }
        throw invalid(key, value, "a number from " + min + " to " + max);
    }

    long integerOr(String key, long absent, long min, long max) throws InvalidMessage {
        return json.getValue(key) == null ? absent : integer(key, min, max);
    }

    static boolean isPrintable(String text) {
        return text.codePoints().noneMatch(Fields::isUnsafe);
    }

    static InvalidMessage invalid(String key, @Nullable Object value, String allowed) {
        return new InvalidMessage(Reason.INVALID_FIELD, key + " is " + shown(value) + "; allowed is " + allowed);
    }

    private static boolean isUnsafe(int codePoint) {
        int type = Character.getType(codePoint);
        return Character.isISOControl(codePoint)
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.PRIVATE_USE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    private static boolean isWhole(Number number) {
        return number instanceof Integer || number instanceof Long || number instanceof Short || number instanceof Byte;
    }

    private static String shown(@Nullable Object value) {
        if (value == null) {
            return "missing";
        }
        String text = String.valueOf(value);
        String cut = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
        return "'"
                + cut.codePoints()
                        .map(c -> isUnsafe(c) ? '?' : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                + "'";
    }
}
