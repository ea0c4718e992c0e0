package io.equipoise.cluster.launch;

import io.vertx.core.json.JsonArray;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in words what a place of a schema allows. The schema may say it itself, with the keyword {@code allowed}. */
final class Allowed {
    private Allowed() {}

    static String at(SchemaNode node) {
        String said = node.json().getString("allowed");
        if (said != null) {
            return said;
        }
        if (node.json().getValue("enum") instanceof JsonArray values) {
            return values.stream().map(value -> "\"" + value + "\"").collect(Collectors.joining(", ", "one of ", ""));
        }
        return switch (node.type()) {
            case "integer" -> "a whole number" + range(node, "minimum", "maximum", "");
            case "number" -> "a number" + range(node, "minimum", "maximum", "");
            case "boolean" -> "true or false";
            case "array" -> "a list" + range(node, "minItems", "maxItems", " elements");
            case "object" -> "an object";
            default -> text(node);
        };
    }

    private static String text(SchemaNode node) {
        Optional<Unit> unit = Unit.named(node.json().getString("unit"));
        return unit.isPresent()
                ? unit.get().form(node.json().getString("from"), node.json().getString("to"))
                : "a text" + range(node, "minLength", "maxLength", " characters");
    }

    private static String range(SchemaNode node, String low, String high, String what) {
        Object min = node.json().getValue(low);
        Object max = node.json().getValue(high);
        if (min == null && max == null) {
            return "";
        }
        return bounds(min, max) + what;
    }

    private static String bounds(@Nullable Object min, @Nullable Object max) {
        if (min == null) {
            return " of at most " + max;
        }
        return max == null ? " of at least " + min : " from " + min + " to " + max;
    }
}
