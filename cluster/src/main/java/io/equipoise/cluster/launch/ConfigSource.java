package io.equipoise.cluster.launch;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/**
 * Where a configuration comes from: a JSON file or inline JSON, then the environment over it, then what stands in for
 * {@code ${env:…}} and {@code ${file:…}}; looked at by the schema. Nothing at all is an empty configuration.
 */
public final class ConfigSource {
    private final ConfigSchema schema;
    private final Map<String, String> environment;

    private ConfigSource(ConfigSchema schema, Map<String, String> environment) {
        this.schema = schema;
        this.environment = Map.copyOf(environment);
    }

    /**
     * For configurations of that schema.
     *
     * @param schemaResource class-path resource of a JSON schema, see {@link ConfigSchema}
     * @param environment variables, as {@link System#getenv()} gives them
     */
    public static ConfigSource of(String schemaResource, Map<String, String> environment) {
        return new ConfigSource(ConfigSchema.ofResource(schemaResource), environment);
    }

    /**
     * Reads it.
     *
     * @param conf a file's name or inline JSON, if there is any
     * @return what the schema let through
     * @throws InvalidConfig naming the first key that is wrong, its value and what is allowed
     */
    public JsonObject read(Optional<String> conf) {
        JsonObject written = conf.map(ConfigText::of)
                .map(text -> StrictJson.object(text.source(), text.text()))
                .orElseGet(JsonObject::new);
        new EnvironmentOverrides(schema.top()).apply(environment, written);
        JsonObject config = new Placeholders(environment).fill(schema.top(), written);
        schema.check(config, written);
        return config;
    }
}
