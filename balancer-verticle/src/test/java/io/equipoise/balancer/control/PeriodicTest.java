package io.equipoise.balancer.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PeriodicTest {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final ManualTime time = new ManualTime();

    @Test
    void it_runs_again_and_again_within_ten_percent_of_its_period_and_not_in_step() {
        List<Long> runs = new ArrayList<>();
        new Periodic(time.loop(), PERIOD, () -> runs.add(time.elapsed().toMillis())).start();

        time.advance(Duration.ofMinutes(5));

        assertThat(runs).hasSizeBetween(270, 334);
        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < runs.size(); i++) {
            gaps.add(runs.get(i) - runs.get(i - 1));
        }
        assertThat(gaps).allSatisfy(gap -> assertThat(gap).isBetween(900L, 1_101L));
        assertThat(gaps.stream().distinct()).hasSizeGreaterThan(50);
    }

    @Test
    void a_run_that_fails_does_not_end_it() {
        AtomicInteger runs = new AtomicInteger();
        new Periodic(time.loop(), PERIOD, () -> {
                    runs.incrementAndGet();
                    throw new IllegalStateException("on purpose");
                })
                .start();

        assertThatThrownBy(() -> time.advance(PERIOD.multipliedBy(2))).hasMessage("on purpose");
        assertThatThrownBy(() -> time.advance(PERIOD.multipliedBy(2))).hasMessage("on purpose");

        assertThat(runs).hasValue(2);
    }

    @Test
    void once_stopped_it_leaves_no_timer() {
        AtomicInteger runs = new AtomicInteger();
        Periodic periodic = new Periodic(time.loop(), PERIOD, runs::incrementAndGet);
        periodic.start();
        periodic.start();
        time.advanceMillis(1_500);

        periodic.stop();
        time.advance(Duration.ofMinutes(1));

        assertThat(runs).hasValue(1);
        assertThat(time.pending()).isZero();
    }

    @Test
    void a_promised_time_is_kept_though_it_is_spread() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(Jitter.within(PERIOD, time.loop().random())).isBetween(Duration.ofMillis(900), PERIOD);
            assertThat(Jitter.around(PERIOD, time.loop().random()))
                    .isBetween(Duration.ofMillis(900), Duration.ofMillis(1_100));
        }
    }
}
