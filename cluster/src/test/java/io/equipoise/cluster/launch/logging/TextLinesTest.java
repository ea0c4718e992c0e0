package io.equipoise.cluster.launch.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class TextLinesTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00.007999Z");

    private final LoggerContext context = new LoggerContext();
    private final TextLines lines = new TextLines();

    @BeforeEach
    void start() {
        lines.setContext(context);
        lines.start();
    }

    @Test
    void an_event_is_its_time_level_logger_message_and_values() {
        assertThat(text(event(NOON, Level.WARN, "backend is up", new KeyValuePair("id", "b-1"))))
                .isEqualTo(local(NOON) + ".007 WARN  C - backend is up id=b-1\n");
        Instant later = NOON.plusMillis(61_100);
        assertThat(text(event(later, Level.ERROR, "a"))).isEqualTo(local(later) + ".107 ERROR C - a \n");
    }

    @Test
    void nothing_in_it_can_begin_a_line_of_its_own_or_steer_a_terminal() {
        LoggingEvent event = event(
                NOON,
                Level.INFO,
                "m",
                new KeyValuePair("id", "a\r\n12:00:00.000 INFO forged\u001b[2J\u007f"),
                new KeyValuePair("count", 3));
        assertThat(text(event)).endsWith(" - m id=a  12:00:00.000 INFO forged [2J  count=3\n");
    }

    @Test
    void a_map_among_the_arguments_is_shown_by_its_text() {
        LoggingEvent event = make(Level.INFO, "m", null, Map.of("a", 1), "nothing");
        event.setKeyValuePairs(List.of(new KeyValuePair("c", null)));
        assertThat(text(event)).endsWith(" - m {a=1} c=null\n");
    }

    @Test
    void what_was_thrown_is_told_behind_it() {
        assertThat(text(thrown(Level.WARN, new IOException("gone")))).endsWith(" C - m  cause=gone\n");
        assertThat(text(thrown(Level.ERROR, new IllegalStateException("defect"))))
                .contains(" C - m \njava.lang.IllegalStateException: defect\n\tat ")
                .endsWith("\n");
    }

    private LoggingEvent event(Instant time, Level level, String message, KeyValuePair... pairs) {
        LoggingEvent event = make(level, message, null);
        event.setInstant(time);
        event.setKeyValuePairs(Arrays.asList(pairs));
        return event;
    }

    private LoggingEvent thrown(Level level, Throwable thrown) {
        return make(level, "m", thrown);
    }

    private LoggingEvent make(Level level, String message, @Nullable Throwable thrown, Object... arguments) {
        return new LoggingEvent("test", context.getLogger("a.b.C"), level, message, thrown, arguments);
    }

    private String text(LoggingEvent event) {
        return new String(lines.encode(event), StandardCharsets.UTF_8);
    }

    private static String local(Instant time) {
        return DateTimeFormatter.ISO_LOCAL_TIME.format(
                LocalTime.ofInstant(time, ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS));
    }
}
