package io.equipoise.cluster.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills in {@code ${env:NAME}} and {@code ${file:path}} in the texts of a configuration. A text that is nothing but one
 * placeholder becomes what the schema wants there, so that a port can come from the environment.
 */
final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(env|file):([^}]+)}");

    private final Map<String, String> environment;

    Placeholders(Map<String, String> environment) {
        this.environment = environment;
    }

    /** A copy of that object, filled in. */
    JsonObject fill(SchemaNode node, JsonObject object) {
        return fillObject(node, object, "");
    }

    private JsonObject fillObject(@Nullable SchemaNode node, JsonObject object, String path) {
        JsonObject filled = new JsonObject();
        for (String name : object.fieldNames()) {
            SchemaNode child = node == null ? null : node.property(name).orElse(null);
            filled.put(name, fillValue(child, object.getValue(name), path.isEmpty() ? name : path + "." + name));
        }
        return filled;
    }

    private @Nullable Object fillValue(@Nullable SchemaNode node, @Nullable Object value, String path) {
        SchemaNode branch = node == null ? null : node.branchFor(value);
        if (value instanceof JsonObject object) {
            return fillObject(branch, object, path);
        }
        if (value instanceof JsonArray array) {
            JsonArray filled = new JsonArray();
            SchemaNode element = branch == null ? null : branch.element().orElse(null);
            for (int i = 0; i < array.size(); i++) {
                filled.add(fillValue(element, array.getValue(i), path + "[" + i + "]"));
            }
            return filled;
        }
        return value instanceof String text ? fillText(branch, text, path) : value;
    }

    private @Nullable Object fillText(@Nullable SchemaNode node, String text, String path) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        boolean isWhole = matcher.matches();
        String filled = matcher.reset()
                .replaceAll(found -> Matcher.quoteReplacement(lookUp(found.group(1), found.group(2), path)));
        return isWhole && node != null ? TypedText.parse(node, filled) : filled;
    }

    private String lookUp(String kind, String name, String path) {
        if (kind.equals("file")) {
            return ConfigText.readFile(path + " refers to the file " + InvalidConfig.printable(name) + ", which", name)
                    .stripTrailing();
        }
        String value = environment.get(name);
        if (value == null) {
            throw new InvalidConfig(path + " refers to the environment variable " + InvalidConfig.printable(name)
                    + ", which is not set; set it, or write the value itself");
        }
        return value;
    }
}
