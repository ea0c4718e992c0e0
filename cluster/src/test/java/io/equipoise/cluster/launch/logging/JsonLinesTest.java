package io.equipoise.cluster.launch.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class JsonLinesTest {
    private final LoggerContext context = new LoggerContext();
    private final JsonLines lines = new JsonLines();

    @BeforeEach
    void start() {
        lines.setContext(context);
        lines.start();
    }

    private LoggingEvent event(String message, KeyValuePair... pairs) {
        LoggingEvent event =
                new LoggingEvent("test", context.getLogger("a.b.C"), Level.WARN, message, null, new Object[0]);
        event.setThreadName("loop-1");
        event.setInstant(Instant.parse("2026-11-24T10:00:00.123456Z"));
        event.setKeyValuePairs(Arrays.asList(pairs));
        return event;
    }

    private String text(LoggingEvent event) {
        return new String(lines.encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void an_event_is_one_object_on_one_line() {
        String text = text(event("backend is up", new KeyValuePair("backend", "b-1"), new KeyValuePair("port", 80)));
        assertThat(text)
                .isEqualTo("{\"time\":\"2026-11-24T10:00:00.123456Z\",\"level\":\"warn\",\"logger\":\"a.b.C\","
                        + "\"thread\":\"loop-1\",\"message\":\"backend is up\",\"backend\":\"b-1\",\"port\":80}\n");
    }

    @Test
    void whatever_a_value_holds_the_line_stays_one_line_of_json() {
        String wild = "a\r\nb\t\"c\" \\ \u0000 \u001b[2J \u2028 € \ud83d\ude00";
        String text = text(event(wild, new KeyValuePair("k\ney", wild)));
        assertThat(text).endsWith("}\n");
        assertThat(text.substring(0, text.length() - 1)).doesNotContain("\n", "\r", "\u001b");
        JsonObject json = new JsonObject(text);
        assertThat(json.getString("message")).isEqualTo(wild);
        assertThat(json.getString("k\ney")).isEqualTo(wild);
    }

    @Test
    void numbers_and_truth_values_keep_their_type_and_all_else_is_text() {
        JsonObject json = new JsonObject(text(event(
                "m",
                new KeyValuePair("long", Long.MAX_VALUE),
                new KeyValuePair("half", 0.5),
                new KeyValuePair("flag", true),
                new KeyValuePair("nan", Double.NaN),
                new KeyValuePair("infinite", Float.POSITIVE_INFINITY),
                new KeyValuePair("none", null),
                new KeyValuePair("duration", Duration.ofSeconds(2)),
                new KeyValuePair("list", List.of(1, "x")))));
        assertThat(json.getLong("long")).isEqualTo(Long.MAX_VALUE);
        assertThat(json.getDouble("half")).isEqualTo(0.5);
        assertThat(json.getBoolean("flag")).isTrue();
        assertThat(json.getString("nan")).isEqualTo("NaN");
        assertThat(json.getString("infinite")).isEqualTo("Infinity");
        assertThat(json.getString("none")).isEqualTo("null");
        assertThat(json.getString("duration")).isEqualTo("PT2S");
        assertThat(json.getString("list")).isEqualTo("[1, x]");
    }

    @Test
    void a_value_named_like_a_part_of_the_head_does_not_replace_it() {
        JsonObject json =
                new JsonObject(text(event("said", new KeyValuePair("message", "other"), new KeyValuePair("time", 1))));
        assertThat(json.getString("message")).isEqualTo("said");
        assertThat(json.getString("time")).startsWith("2026-");
    }

    @Test
    void a_failure_is_in_the_same_line_with_its_stack() {
        LoggingEvent event = new LoggingEvent(
                "test",
                context.getLogger("a.b.C"),
                Level.ERROR,
                "it broke",
                new IllegalStateException("why", new RuntimeException("deeper")),
                null);
        String text = text(event);
        assertThat(text.lines()).hasSize(1);
        assertThat(new JsonObject(text).getString("error"))
                .startsWith("java.lang.IllegalStateException: why")
                .contains("\tat " + JsonLinesTest.class.getName())
                .contains("Caused by: java.lang.RuntimeException: deeper");
    }

    @Test
    void a_map_among_the_arguments_is_its_entries() {
        Object[] arguments = {Map.of("bytesIn", 7L), "nothing"};
        JsonObject json = new JsonObject(
                text(new LoggingEvent("test", context.getLogger("a.b.C"), Level.INFO, "session", null, arguments)));
        assertThat(json.getLong("bytesIn")).isEqualTo(7);
        assertThat(json.fieldNames()).hasSize(6);
    }
}
