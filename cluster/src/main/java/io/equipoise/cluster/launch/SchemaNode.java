package io.equipoise.cluster.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One place of a JSON schema, references within the schema followed. Knows the part of JSON schema that our schemas
 * use: {@code properties}, {@code additionalProperties}, {@code items}, {@code $ref}, and {@code if} on a {@code type}.
 *
 * @param root the whole schema
 * @param json the schema of this place
 */
record SchemaNode(JsonObject root, JsonObject json) {

    /** The place at the top. */
    static SchemaNode top(JsonObject root) {
        return new SchemaNode(root, root);
    }

    SchemaNode {
        while (json.containsKey("$ref")) {
            json = referring(json, definition(root, json.getString("$ref")));
        }
    }

    /** The names that are spelled out, in the schema's order. */
    Set<String> propertyNames() {
        return json.getJsonObject("properties", new JsonObject()).fieldNames();
    }

    /** The schema of that property, spelled out or any other that may be there. */
    Optional<SchemaNode> property(String name) {
        JsonObject named = json.getJsonObject("properties", new JsonObject()).getJsonObject(name);
        return named == null ? anyProperty() : Optional.of(at(named));
    }

    /** The schema of properties whose names the user chooses. */
    Optional<SchemaNode> anyProperty() {
        return json.getValue("additionalProperties") instanceof JsonObject any
                ? Optional.of(at(any))
                : Optional.empty();
    }

    /** The schema of a list's elements. */
    Optional<SchemaNode> element() {
        return Optional.ofNullable(json.getJsonObject("items")).map(this::at);
    }

    /** The branch of an {@code if} on the type that holds for that value; this place when there is none. */
    SchemaNode branchFor(@Nullable Object value) {
        JsonObject condition = json.getJsonObject("if");
        if (condition == null) {
            return this;
        }
        boolean holds = "string".equals(condition.getString("type")) == value instanceof String;
        return at(json.getJsonObject(holds ? "then" : "else", new JsonObject()));
    }

    /** The place to which a validator's keyword location leads, less its last keyword: {@code #/properties/port/type}. */
    SchemaNode owning(String keywordLocation) {
        List<String> steps = JsonPointer.steps(keywordLocation);
        SchemaNode node = this;
        Object current = json;
        for (String key : steps.subList(0, steps.size() - 1)) {
            current = current instanceof JsonArray array
                    ? array.getValue(Integer.parseInt(key))
                    : key.equals("$ref") ? current : ((JsonObject) current).getValue(key);
            if (current instanceof JsonObject object && !object.isEmpty()) {
                node = at(object);
                current = node.json;
            }
        }
        return node;
    }

    /** The type, or an empty text when none is said. */
    String type() {
        return json.getString("type", "");
    }

    /** Whether what stands here is never shown. */
    boolean isSecret() {
        return json.getBoolean("writeOnly", false);
    }

    private SchemaNode at(JsonObject place) {
        return new SchemaNode(root, place);
    }

    /** What the definition says, and what stands beside the reference to it. */
    private static JsonObject referring(JsonObject place, JsonObject definition) {
        JsonObject both = definition.copy().mergeIn(place);
        both.remove("$ref");
        if (definition.containsKey("$ref")) {
            both.put("$ref", definition.getString("$ref"));
        }
        return both;
    }

    private static JsonObject definition(JsonObject root, String reference) {
        JsonObject definition = root.getJsonObject("$defs", new JsonObject())
                .getJsonObject(reference.substring(reference.lastIndexOf('/') + 1));
        if (!reference.startsWith("#/$defs/") || definition == null) {
            throw new IllegalStateException("the schema refers to " + reference + ", which is not there");
        }
        return definition;
    }
}
