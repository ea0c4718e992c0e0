package io.equipoise.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SilenceWatchTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final ManualTimers timers = new ManualTimers();
    private long lastPing = timers.getAsLong();
    private int actions;
    private final SilenceWatch watch = new SilenceWatch("b", timers, timers, () -> lastPing, LIMIT, () -> actions++);

    @Test
    void while_balancers_ping_nothing_is_done() {
        watch.start();
        for (int i = 0; i < 100; i++) {
            timers.advance(Duration.ofMillis(500));
            lastPing = timers.getAsLong();
        }
        assertThat(actions).isZero();
    }

    @Test
    void silence_is_acted_upon_each_time_it_has_lasted_that_long() {
        watch.start();
        timers.advance(LIMIT.multipliedBy(10));
        assertThat(actions).isBetween(9, 10);
    }

    @Test
    void silence_is_noticed_within_one_and_a_half_times_its_limit() {
        watch.start();
        timers.advance(Duration.ofMillis(900));
        lastPing = timers.getAsLong();
        timers.advance(Duration.ofSeconds(3));
        assertThat(actions).isEqualTo(1);
    }

    @Test
    void pings_that_come_back_end_it() {
        watch.start();
        timers.advance(LIMIT.multipliedBy(3));
        int before = actions;
        for (int i = 0; i < 20; i++) {
            lastPing = timers.getAsLong();
            timers.advance(Duration.ofMillis(500));
        }
        assertThat(actions).isEqualTo(before);
    }

    @Test
    void one_that_is_stopped_does_nothing_more() {
        watch.start();
        watch.stop();
        timers.advance(LIMIT.multipliedBy(5));
        assertThat(actions).isZero();
        assertThat(timers.pending()).isZero();
    }
}
