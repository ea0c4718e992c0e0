package io.equipoise.cluster.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.OutputUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts what a JSON-schema validator found into one line for the user. */
final class Violation {
    /** Keywords under which the validator repeats what it says of a place further down. */
    private static final Set<String> OUTER = Set.of(
            "properties",
            "patternProperties",
            "items",
            "prefixItems",
            "$ref",
            "then",
            "else",
            "allOf",
            "propertyNames");

    private final SchemaNode top;
    private final JsonObject shown;

    Violation(SchemaNode top, JsonObject shown) {
        this.top = top;
        this.shown = shown;
    }

    /** The line for the first place that is wrong. */
    InvalidConfig of(List<OutputUnit> errors) {
        OutputUnit first = errors.stream().filter(this::isInnermost).findFirst().orElse(errors.get(errors.size() - 1));
        List<String> steps = JsonPointer.steps(first.getInstanceLocation());
        SchemaNode node = top.owning(first.getKeywordLocation());
        if (first.getKeywordLocation().contains("/propertyNames/")) {
            return badName(steps, node);
        }
        return switch (keyword(first)) {
            case "additionalProperties" -> unknown(steps, node);
            case "required" -> missing(steps, node);
            default ->
                node.isSecret()
                        ? InvalidConfig.hidden(path(steps), Allowed.at(node))
                        : InvalidConfig.at(path(steps), valueAt(steps), Allowed.at(node));
        };
    }

    private boolean isInnermost(OutputUnit unit) {
        String keyword = keyword(unit);
        return keyword.equals("additionalProperties")
                ? top.owning(unit.getKeywordLocation()).anyProperty().isEmpty()
                : !OUTER.contains(keyword);
    }

    private static InvalidConfig unknown(List<String> steps, SchemaNode node) {
        String name = steps.get(steps.size() - 1);
        String nearest = NearestName.of(name, node.propertyNames())
                .map(found -> "did you mean " + found + "? ")
                .orElse("");
        return new InvalidConfig(InvalidConfig.printable(path(steps)) + " is an unknown key; " + nearest
                + "allowed are " + String.join(", ", node.propertyNames()));
    }

    private static InvalidConfig badName(List<String> steps, SchemaNode node) {
        String name = steps.get(steps.size() - 1);
        return InvalidConfig.at("the key in " + path(steps.subList(0, steps.size() - 1)), name, Allowed.at(node));
    }

    private InvalidConfig missing(List<String> steps, SchemaNode node) {
        JsonObject object = valueAt(steps) instanceof JsonObject json ? json : new JsonObject();
        String name = node.json().getJsonArray("required").stream()
                .map(String::valueOf)
                .filter(required -> !object.containsKey(required))
                .findFirst()
                .orElse("");
        String path = steps.isEmpty() ? name : path(steps) + "." + name;
        return InvalidConfig.at(path, null, node.property(name).map(Allowed::at).orElse("anything"));
    }

    private @Nullable Object valueAt(List<String> steps) {
        Object value = shown;
        for (String step : steps) {
            value = value instanceof JsonArray array
                    ? array.getValue(Integer.parseInt(step))
                    : value instanceof JsonObject object ? object.getValue(step) : null;
        }
        return value;
    }

    private static String keyword(OutputUnit unit) {
        String location = unit.getKeywordLocation();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static String path(List<String> steps) {
        StringBuilder path = new StringBuilder();
        for (String step : steps) {
            boolean isIndex = step.chars().allMatch(Character::isDigit) && !path.isEmpty();
            path.append(isIndex ? "[" + step + "]" : path.isEmpty() ? step : "." + step);
        }
        return path.toString();
    }
}
