package io.equipoise.balancer.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LogLimitTest {
    private final ManualTime time = new ManualTime();
    private final LogLimit limit = new LogLimit(time);

    @Test
    void a_source_has_one_line_a_minute() {
        int lines = 0;
        for (int second = 0; second < 600; second++) {
            lines += limit.admits("b1") ? 1 : 0;
            time.advanceMillis(1_000);
        }

        assertThat(lines).isEqualTo(10);
    }

    @Test
    void sources_do_not_wait_for_each_other() {
        assertThat(limit.admits("b1")).isTrue();
        assertThat(limit.admits("b2")).isTrue();
        assertThat(limit.admits("b1")).isFalse();
    }

    @Test
    void a_flood_of_made_up_sources_is_bounded_too_and_is_forgotten_after_a_minute() {
        assertThat(admittedOf("first", 100_000)).isEqualTo(256);

        time.advance(Duration.ofSeconds(59));
        assertThat(admittedOf("second", 100_000)).isZero();

        time.advance(Duration.ofSeconds(1));
        assertThat(admittedOf("third", 100_000)).isEqualTo(256);
    }

    private int admittedOf(String prefix, int sources) {
        int admitted = 0;
        for (int i = 0; i < sources; i++) {
            admitted += limit.admits(prefix + i) ? 1 : 0;
        }
        return admitted;
    }
}
