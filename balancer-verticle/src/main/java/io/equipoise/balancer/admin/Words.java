package io.equipoise.balancer.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a schema of the contract allows, said to people. */
final class Words {
    private Words() {}

    static String of(JsonObject schema) {
        JsonArray choices = schema.getJsonArray("enum");
        if (choices != null) {
            return "one of " + list(choices);
        }
        JsonArray either = schema.getJsonArray("oneOf");
        if (either != null) {
            return either.stream().map(each -> of((JsonObject) each)).collect(Collectors.joining(", or "));
        }
        return switch (schema.getString("type", "")) {
            case "integer" -> "a whole number" + range(schema.getInteger("minimum"), schema.getInteger("maximum"), "");
            case "number" -> "a number" + range(schema.getInteger("minimum"), schema.getInteger("maximum"), "");
            case "string" ->
                "text"
                        + range(schema.getInteger("minLength"), schema.getInteger("maxLength"), " characters")
                        + pattern(schema.getString("pattern"));
            case "null" -> "null";
            case "object" -> "an object with " + fields(schema);
            default -> "something else";
        };
    }

    private static String fields(JsonObject schema) {
        String names = schema.getJsonObject("properties", new JsonObject()).fieldNames().stream()
                .filter(name -> !name.startsWith("__"))
                .collect(Collectors.joining(", "));
        return (schema.getInteger("minProperties", 0) > 0 ? "at least one of the fields " : "the fields ") + names;
    }

    private static String range(@Nullable Integer least, @Nullable Integer most, String unit) {
        if (least == null && most == null) {
            return "";
        }
        if (least == null) {
            return " of at most " + most + unit;
        }
        return most == null ? " from " + least + unit + " on" : " from " + least + " to " + most + unit;
    }

    private static String pattern(@Nullable String pattern) {
        return pattern == null ? "" : " that matches " + pattern;
    }

    private static String list(JsonArray values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
