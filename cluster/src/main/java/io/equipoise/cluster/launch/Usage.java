package io.equipoise.cluster.launch;

import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What {@code -h} prints: the options, and the keys of the configuration that its schema describes. */
final class Usage {
    private static final int COLUMN = 46;

    private Usage() {}

    static String of(Application application) {
        List<String> lines = new ArrayList<>();
        lines.add("Usage: java -jar " + application.name() + "-verticle-fat.jar [options]");
        lines.add(application.summary());
        lines.add("");
        if (!application.commands().isEmpty()) {
            lines.add("Commands:");
            application.commands().forEach((words, text) -> lines.add(line(words, text)));
            lines.add("");
        }
        lines.add("Options:");
        Arguments.described().forEach((option, text) -> lines.add(line(option, text)));
        lines.add("");
        lines.add(
                "Configuration (JSON; a variable EQUIPOISE_<PATH> such as EQUIPOISE_LISTENERS_0_PORT overrides a key,");
        lines.add("${env:NAME} and ${file:path} are filled in):");
        addKeys(lines, ConfigSchema.ofResource(application.schema()).top(), "");
        lines.add("");
        lines.add("Log: EQUIPOISE_LOG=text|json, EQUIPOISE_LOG_LEVEL=trace|debug|info|warn|error");
        return String.join(System.lineSeparator(), lines);
    }

    private static void addKeys(List<String> lines, SchemaNode node, String path) {
        for (String name : node.propertyNames()) {
            SchemaNode child = node.property(name).orElseThrow();
            String at = path + name;
            Optional.ofNullable(child.json().getString("description"))
                    .ifPresent(text -> lines.add(line(at, text + choices(child) + byDefault(child))));
            addKeys(lines, child, at + ".");
            child.element().ifPresent(element -> addKeys(lines, element, at + "[]."));
            child.anyProperty().ifPresent(any -> addKeys(lines, any, at + ".<name>."));
        }
    }

    private static String line(String name, String text) {
        return "  " + name + " ".repeat(Math.max(1, COLUMN - name.length())) + text;
    }

    private static String choices(SchemaNode node) {
        return node.json().getValue("enum") instanceof JsonArray values
                ? values.stream().map(String::valueOf).collect(Collectors.joining(", ", ": ", ""))
                : "";
    }

    private static String byDefault(SchemaNode node) {
        Object value = node.json().getValue("default");
        return value == null ? "" : "; default " + value;
    }
}
