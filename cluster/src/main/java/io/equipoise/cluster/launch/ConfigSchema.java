package io.equipoise.cluster.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The JSON schema (draft 2020-12) of a configuration. Beside the standard keywords it knows {@code unit}, {@code from},
 * {@code to} ({@link Unit}), {@code allowed} ({@link Allowed}), and takes {@code writeOnly} for secrets.
 */
final class ConfigSchema {
    private static final JsonSchemaOptions OPTIONS = new JsonSchemaOptions()
            .setBaseUri("https://equipoise.io/schema/")
            .setDraft(Draft.DRAFT202012)
            .setOutputFormat(OutputFormat.Basic);

    private final SchemaNode top;
    private final Validator validator;

    ConfigSchema(JsonObject schema) {
        top = SchemaNode.top(schema);
        // The validator writes into the schema that it is given.
        validator = Validator.create(JsonSchema.of(schema.copy()), OPTIONS);
    }

    /** The schema of that class-path resource. */
    static ConfigSchema ofResource(String resource) {
        try (InputStream stream = ConfigSchema.class.getClassLoader().getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("there is no resource " + resource);
            }
            return new ConfigSchema(new JsonObject(new String(stream.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SchemaNode top() {
        return top;
    }

    /**
     * Looks at a configuration.
     *
     * @param shown the same configuration as the user wrote it, without what stands in for {@code ${…}}: what messages
     *     quote
     * @throws InvalidConfig for the first key that is not as the schema has it
     */
    void check(JsonObject config, JsonObject shown) {
        OutputUnit result = validator.validate(config);
        if (!result.getValid()) {
            throw new Violation(top, shown).of(result.getErrors());
        }
        checkUnits(top, config, shown, "");
    }

    private static void checkUnits(SchemaNode node, @Nullable Object value, @Nullable Object shown, String path) {
        SchemaNode branch = node.branchFor(value);
        if (value instanceof JsonObject object) {
            for (String name : object.fieldNames()) {
                String at = path.isEmpty() ? name : path + "." + name;
                Object shownHere = shown instanceof JsonObject json ? json.getValue(name) : null;
                branch.property(name).ifPresent(child -> checkUnits(child, object.getValue(name), shownHere, at));
            }
        } else if (value instanceof JsonArray array && branch.element().isPresent()) {
            for (int i = 0; i < array.size(); i++) {
                Object shownHere = shown instanceof JsonArray json && i < json.size() ? json.getValue(i) : null;
                checkUnits(branch.element().get(), array.getValue(i), shownHere, path + "[" + i + "]");
            }
        } else if (value instanceof String text) {
            checkUnit(branch, text, shown, path);
        }
    }

    private static void checkUnit(SchemaNode node, String text, @Nullable Object shown, String path) {
        String from = node.json().getString("from");
        String to = node.json().getString("to");
        boolean isWrong = Unit.named(node.json().getString("unit"))
                .filter(unit -> !unit.holds(text, from, to))
                .isPresent();
        if (isWrong) {
            throw InvalidConfig.at(path, shown, Allowed.at(node));
        }
    }
}
