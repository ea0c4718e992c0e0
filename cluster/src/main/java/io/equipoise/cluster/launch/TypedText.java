package io.equipoise.cluster.launch;

import io.vertx.core.json.JsonArray;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes of a text what a place of a schema wants: a number, a truth value, a list, an object, or the text itself. */
final class TypedText {
    private static final Pattern INTEGER = Pattern.compile("-?\\d{1,18}");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}(\\.\\d{1,18})?");

    private TypedText() {}

    /** The value; a text that cannot be made into it stays a text, for the schema to refuse. */
    static @Nullable Object parse(SchemaNode node, String text) {
        return switch (node.type()) {
            case "integer" -> INTEGER.matcher(text).matches() ? (Object) Long.parseLong(text) : text;
            case "number" -> NUMBER.matcher(text).matches() ? (Object) Double.parseDouble(text) : text;
            case "boolean" -> text.equals("true") || text.equals("false") ? (Object) Boolean.parseBoolean(text) : text;
            case "array" ->
                text.stripLeading().startsWith("[")
                        ? StrictJson.value("the text", text)
                        : new JsonArray(List.of(text.split("\\s*,\\s*")));
            case "object" -> text.stripLeading().startsWith("{") ? StrictJson.value("the text", text) : text;
            default -> text;
        };
    }
}
