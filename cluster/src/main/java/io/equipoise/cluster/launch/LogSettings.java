package io.equipoise.cluster.launch;

import java.util.List;
import java.util.Map;

/** What the environment may say of the log; {@code logback.xml} reads the same variables. */
final class LogSettings {
    private static final List<String> FORMS = List.of("text", "json");
    private static final List<String> LEVELS = List.of("trace", "debug", "info", "warn", "error");

    private LogSettings() {}

    /**
     * Looks at them before there is a log.
     *
     * @throws InvalidConfig naming the variable, its value and what is allowed
     */
    static void check(Map<String, String> environment) {
        check(environment, "EQUIPOISE_LOG", FORMS);
        check(environment, "EQUIPOISE_LOG_LEVEL", LEVELS);
    }

    private static void check(Map<String, String> environment, String name, List<String> allowed) {
        String value = environment.get(name);
        if (value != null && !allowed.contains(value)) {
            throw InvalidConfig.at("environment variable " + name, value, "one of " + String.join(", ", allowed));
        }
    }
}
