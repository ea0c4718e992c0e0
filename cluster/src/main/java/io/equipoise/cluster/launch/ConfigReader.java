package io.equipoise.cluster.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads one object of a configuration, for the code that makes records of it. The schema has looked at a configuration
 * that came through the launcher; one that came another way is looked at here, so every read may throw
 * {@link InvalidConfig}, which names the key by its path from the top. A key with {@code null} is an absent key.
 */
public final class ConfigReader {
    private final JsonObject json;
    private final String path;

    private ConfigReader(JsonObject json, String path) {
        this.json = json;
        this.path = path;
    }

    /** Reads a whole configuration. */
    public static ConfigReader of(JsonObject config) {
        return new ConfigReader(config, "");
    }

    /** Whether something stands there. */
    public boolean has(String key) {
        return json.getValue(key) != null;
    }

    /** The text there, if any. */
    public Optional<String> text(String key) {
        return value(key, String.class, "a text");
    }

    /** The text there, or what holds when there is none. */
    public String text(String key, String absent) {
        return text(key).orElse(absent);
    }

    /** The whole number there, or what holds when there is none. */
    public int integer(String key, int absent) {
        return value(key, Number.class, "a whole number")
                .map(number -> toInteger(key, number))
                .orElse(absent);
    }

    /** The number there, or what holds when there is none. */
    public double number(String key, double absent) {
        return value(key, Number.class, "a number").map(Number::doubleValue).orElse(absent);
    }

    /** Whether it is true there, or what holds when nothing is said. */
    public boolean flag(String key, boolean absent) {
        return value(key, Boolean.class, "true or false").orElse(absent);
    }

    /** The duration there, or what holds when there is none. */
    public Duration duration(String key, Duration absent) {
        return parsed(key, Durations::parse, Unit.DURATION).orElse(absent);
    }

    /** The bytes of the size there, or what holds when there is none. */
    public int bytes(String key, int absent) {
        return parsed(key, Sizes::parse, Unit.SIZE)
                .map(bytes -> toInteger(key, bytes))
                .orElse(absent);
    }

    /** The address there, if any. */
    public Optional<HostPort> address(String key) {
        return parsed(key, HostPort::parse, Unit.ADDRESS);
    }

    /** The object there; an empty one when there is none. */
    public ConfigReader section(String key) {
        JsonObject section = value(key, JsonObject.class, "an object").orElseGet(JsonObject::new);
        return new ConfigReader(section, path(key));
    }

    /** The named objects of the object there, in its order. */
    public Map<String, ConfigReader> named(String key) {
        ConfigReader section = section(key);
        Map<String, ConfigReader> named = new LinkedHashMap<>();
        section.json.fieldNames().forEach(name -> named.put(name, section.section(name)));
        return named;
    }

    /** The named texts of the object there, in its order. */
    public Map<String, String> namedTexts(String key) {
        ConfigReader section = section(key);
        Map<String, String> texts = new LinkedHashMap<>();
        section.json.fieldNames().forEach(name -> section.text(name).ifPresent(text -> texts.put(name, text)));
        return texts;
    }

    /** The texts of the list there, in order; none when there is no list. */
    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Object element : list(key)) {
            if (!(element instanceof String text)) {
                throw InvalidConfig.at(elementPath(key, texts.size()), element, "a text");
            }
            texts.add(text);
        }
        return texts;
    }

    /** The objects of the list there, in order; none when there is no list. */
    public List<ConfigReader> sections(String key) {
        return sections(key, text -> Optional.empty());
    }

    /**
     * The objects of a list that may hold texts beside them.
     *
     * @param ofText the object that a text stands for, if it stands for one
     */
    public List<ConfigReader> sections(String key, Function<String, Optional<JsonObject>> ofText) {
        List<ConfigReader> sections = new ArrayList<>();
        for (Object element : list(key)) {
            String at = elementPath(key, sections.size());
            Optional<JsonObject> object = element instanceof JsonObject json
                    ? Optional.of(json)
                    : element instanceof String text ? ofText.apply(text) : Optional.empty();
            sections.add(new ConfigReader(object.orElseThrow(() -> InvalidConfig.at(at, element, "an object")), at));
        }
        return sections;
    }

    /** Where that key of this object stands, from the top. */
    public String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** What to throw when the value at that key cannot be. */
    public InvalidConfig invalid(String key, String allowed) {
        return InvalidConfig.at(path(key), json.getValue(key), allowed);
    }

    private JsonArray list(String key) {
        return value(key, JsonArray.class, "a list").orElseGet(JsonArray::new);
    }

    private String elementPath(String key, int index) {
        return path(key) + "[" + index + "]";
    }

    private <T> Optional<T> value(String key, Class<T> type, String allowed) {
        Object value = json.getValue(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw invalid(key, allowed);
        }
        return Optional.of(type.cast(value));
    }

    private <T> Optional<T> parsed(String key, Function<String, Optional<T>> parse, Unit unit) {
        return text(key).map(text -> parse.apply(text).orElseThrow(() -> invalid(key, unit.form())));
    }

    private int toInteger(String key, Number number) {
        if (number.doubleValue() != number.intValue()) {
            throw invalid(key, "a whole number below 2^31");
        }
        return number.intValue();
    }
}
