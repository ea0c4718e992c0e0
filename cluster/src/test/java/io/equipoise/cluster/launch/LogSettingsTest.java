package io.equipoise.cluster.launch;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LogSettingsTest {
    @Test
    void nothing_said_and_what_the_log_knows_is_taken() {
        assertThatCode(() -> {
                    LogSettings.check(Map.of());
                    LogSettings.check(Map.of("EQUIPOISE_LOG", "json", "EQUIPOISE_LOG_LEVEL", "debug"));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void what_the_log_does_not_know_is_named() {
        assertThatThrownBy(() -> LogSettings.check(Map.of("EQUIPOISE_LOG", "JSON")))
                .isInstanceOf(InvalidConfig.class)
                .hasMessage("environment variable EQUIPOISE_LOG is \"JSON\"; allowed is one of text, json");
        assertThatThrownBy(() -> LogSettings.check(Map.of("EQUIPOISE_LOG_LEVEL", "loud")))
                .hasMessageStartingWith(
                        "environment variable EQUIPOISE_LOG_LEVEL is \"loud\"; allowed is one of trace,");
    }
}
