package io.equipoise.balancer.ctl;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One object of an answer. Reading is lenient, as the balancer may be older or newer than this: what is missing or of
 * another type is an empty text, no number, false, an object without fields.
 *
 * @param values what it holds, in the order of its text
 */
record Fields(Map<String, @Nullable Object> values) {
    private static final Fields NONE = new Fields(Map.of());

    /**
     * The object of that JSON text.
     *
     * @throws IOException when it is none
     */
    static Fields parse(String json) throws IOException {
        return new Fields(Json.parse(json));
    }

    /** As JSON, on one line. */
    String json() {
        return Json.write(values);
    }

    String text(String name) {
        Object value = values.get(name);
        return value == null ? "" : String.valueOf(value);
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    Optional<Number> number(String name) {
        return values.get(name) instanceof Number number ? Optional.of(number) : Optional.empty();
    }

    /** A whole number; 0 when it is missing. */
    long whole(String name) {
        return number(name).map(Number::longValue).orElse(0L);
    }

    /** A number; 0 when it is missing. */
    double decimal(String name) {
        return number(name).map(Number::doubleValue).orElse(0.0);
    }

    boolean has(String name) {
        return values.get(name) != null;
    }

    /** The object in that field. */
    Fields part(String name) {
        return of(values.get(name));
    }

    /** The objects of the list in that field. */
    List<Fields> parts(String name) {
        return values.get(name) instanceof List<?> list
                ? list.stream().map(Fields::of).toList()
                : List.of();
    }

    private static Fields of(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            @SuppressWarnings("unchecked") // Json makes no other maps
            Map<String, @Nullable Object> values = (Map<String, @Nullable Object>) map;
            return new Fields(values);
        }
        return NONE;
    }
}
