package io.equipoise.cluster.launch.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.vertx.core.VertxException;
import java.io.IOException;
import java.net.ConnectException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CauseConverterTest {
    private final CauseConverter cause = new CauseConverter();

    @BeforeEach
    void start() {
        cause.start();
    }

    @Test
    void without_a_throwable_there_is_nothing_to_say() {
        assertThat(cause.convert(event(Level.ERROR, null))).isEmpty();
    }

    @Test
    void what_the_network_does_is_told_on_the_line() {
        assertThat(cause.convert(event(Level.WARN, new ConnectException("refused:\n/127.0.0.1:1"))))
                .isEqualTo(" cause=refused: /127.0.0.1:1");
        assertThat(cause.convert(event(Level.WARN, new VertxException("not a member", true))))
                .isEqualTo(" cause=not a member");
        assertThat(cause.convert(event(Level.INFO, new IOException()))).isEqualTo(" cause=java.io.IOException");
    }

    @Test
    void an_error_and_a_defect_have_their_trace_on_lines_of_their_own() {
        assertThat(cause.convert(event(Level.ERROR, new IOException("broken"))))
                .startsWith(System.lineSeparator() + "java.io.IOException: broken")
                .contains("\tat ")
                .doesNotEndWith(System.lineSeparator());
        assertThat(cause.convert(event(Level.WARN, new IllegalStateException("defect"))))
                .contains("\tat ");
    }

    private static LoggingEvent event(Level level, @Nullable Throwable thrown) {
        return new LoggingEvent("test", new LoggerContext().getLogger("a"), level, "message", thrown, new Object[0]);
    }
}
