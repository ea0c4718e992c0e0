package io.equipoise.cluster.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes environment variables over a configuration: {@code EQUIPOISE_ADMIN_PORT} is {@code admin.port},
 * {@code EQUIPOISE_LISTENERS_0_SERVICE} is {@code listeners[0].service}. Names match whatever their case, with or without
 * underscores between their words. Variables that lead nowhere in the schema are ignored, and so are those that
 * Kubernetes sets for a service called equipoise ({@code tcp://…}).
 */
final class EnvironmentOverrides {
    private static final String PREFIX = "EQUIPOISE_";
    private static final Pattern KUBERNETES_LINK = Pattern.compile("(tcp|udp|sctp)://.*");

    private final SchemaNode top;

    EnvironmentOverrides(SchemaNode top) {
        this.top = top;
    }

    /** Writes into that configuration, in the order of the variables' names. */
    void apply(Map<String, String> environment, JsonObject config) {
        new TreeMap<>(environment).forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !KUBERNETES_LINK.matcher(value).matches()) {
                List<String> words = List.of(name.substring(PREFIX.length()).split("_"));
                try {
                    set(top, config, words, value);
                } catch (InvalidConfig e) {
                    throw new InvalidConfig("environment variable " + name + ": " + e.getMessage());
                }
            }
        });
    }

    /** Whether the words led somewhere. */
    private boolean set(SchemaNode node, JsonObject object, List<String> words, String value) {
        for (int length = 1; length <= words.size(); length++) {
            List<String> rest = words.subList(length, words.size());
            Optional<String> name = propertyNamed(node, object, words.subList(0, length));
            if (name.isPresent()) {
                SchemaNode child = node.property(name.get()).orElseThrow();
                Object before = object.getValue(name.get());
                Object after = rest.isEmpty() ? TypedText.parse(child, value) : descend(child, before, rest, value);
                if (after != null) {
                    object.put(name.get(), after);
                    return true;
                }
            }
        }
        return false;
    }

    /** What stands there with the rest of the words followed; null when they lead nowhere. */
    private @Nullable Object descend(SchemaNode node, @Nullable Object before, List<String> words, String value) {
        if (node.type().equals("array") && node.element().isPresent()) {
            JsonArray array = before instanceof JsonArray existing ? existing.copy() : new JsonArray();
            return setElement(node.element().get(), array, words, value) ? array : null;
        }
        if (node.type().equals("object")) {
            JsonObject object = before instanceof JsonObject existing ? existing.copy() : new JsonObject();
            return set(node, object, words, value) ? object : null;
        }
        return null;
    }

    private boolean setElement(SchemaNode node, JsonArray array, List<String> words, String value) {
        if (!words.get(0).matches("\\d{1,4}")) {
            return false;
        }
        int index = Integer.parseInt(words.get(0));
        if (index > array.size()) {
            throw new InvalidConfig(
                    "index " + index + " is behind the end of the list; allowed is 0 to " + array.size());
        }
        Object before = index < array.size() ? array.getValue(index) : null;
        List<String> rest = words.subList(1, words.size());
        SchemaNode branch = node.branchFor(rest.isEmpty() ? value : before);
        Object after = rest.isEmpty() ? TypedText.parse(branch, value) : descend(branch, before, rest, value);
        if (after == null) {
            return false;
        }
        if (index == array.size()) {
            array.add(after);
        } else {
            array.set(index, after);
        }
        return true;
    }

    private static Optional<String> propertyNamed(SchemaNode node, JsonObject object, List<String> words) {
        String joined = String.join("", words);
        Optional<String> spelled = node.propertyNames().stream()
                .filter(name -> name.equalsIgnoreCase(joined))
                .findFirst();
        if (spelled.isPresent() || node.anyProperty().isEmpty()) {
            return spelled;
        }
        Optional<String> present = object.fieldNames().stream()
                .filter(name -> lettersOf(name).equalsIgnoreCase(joined))
                .findFirst();
        return present.isPresent() || words.size() > 1 ? present : Optional.of(joined.toLowerCase(Locale.ROOT));
    }

    private static String lettersOf(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "");
    }
}
