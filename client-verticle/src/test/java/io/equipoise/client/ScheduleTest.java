package io.equipoise.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @Test
    void a_ramp_from_zero_is_due_at_the_square_roots() {
        Schedule ramp = Schedule.of(List.of(stage(100, 10, 0)));
        for (int n = 0; n < 500; n++) {
            assertThat(ramp.offset(n)).isEqualTo(Math.round(Math.sqrt(n / 5.0) * SECOND));
        }
        assertThat(ramp.offset(500)).isEqualTo(Workload.NONE);
    }

    @Test
    void a_step_has_its_rate_from_its_first_nanosecond() {
        Schedule steps = Schedule.of(List.of(stage(2, 0, 3), stage(10, 0, 1)));
        List<Long> offsets = new ArrayList<>();
        for (int n = 0; n < 16; n++) {
            offsets.add(steps.offset(n) / (SECOND / 10));
        }
        assertThat(offsets)
                .containsExactly(0L, 5L, 10L, 15L, 20L, 25L, 30L, 31L, 32L, 33L, 34L, 35L, 36L, 37L, 38L, 39L);
        assertThat(steps.offset(16)).isEqualTo(Workload.NONE);
        assertThat(steps.length()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void nothing_is_due_in_a_pause_and_the_next_request_begins_what_follows() {
        Schedule pause = Schedule.of(List.of(stage(0.1, 0, 30), stage(0, 0, 60), stage(0.3, 0, 10)));
        assertThat(pause.offset(2)).isEqualTo(20 * SECOND);
        assertThat(pause.offset(3)).isEqualTo(90 * SECOND);
        assertThat(pause.dueBefore(89 * SECOND)).isEqualTo(3);
    }

    @Test
    void a_ramp_goes_down_to_nothing_and_ends() {
        Schedule down = Schedule.of(List.of(stage(1_000, 0, 1), stage(0, 10, 5)));
        assertThat(down.offset(5_999)).isBetween(10 * SECOND, 11 * SECOND);
        assertThat(down.offset(6_000)).isEqualTo(Workload.NONE);
    }

    @Test
    void each_request_is_due_when_the_integral_of_the_rate_has_reached_its_number() {
        RandomGenerator random = new Random(20_261_129L);
        for (int round = 0; round < 300; round++) {
            Schedule schedule = Schedule.of(stages(random));
            long all = schedule.dueBefore(schedule.length().toNanos());
            long before = -1;
            for (long n = 0; n < all; n += 1 + random.nextLong(Math.max(1, all / 200))) {
                long offset = schedule.offset(n);
                assertThat(offset)
                        .isGreaterThan(before)
                        .isLessThanOrEqualTo(schedule.length().toNanos());
                // A nanosecond is at most a thousandth of a request at a million a second.
                assertThat(schedule.count(offset)).isCloseTo((double) n, within(2e-3));
                before = offset;
            }
            assertThat(schedule.offset(all)).isEqualTo(Workload.NONE);
        }
    }

    @Test
    void as_many_are_due_before_a_moment_as_have_an_earlier_offset() {
        RandomGenerator random = new Random(7);
        for (int round = 0; round < 100; round++) {
            Schedule schedule = Schedule.of(stages(random));
            long moment = random.nextLong(schedule.length().toNanos());
            long due = schedule.dueBefore(moment);
            assertThat(due == 0 || schedule.offset(due - 1) <= moment).isTrue();
            assertThat(schedule.offset(due)).isGreaterThanOrEqualTo(moment - 1);
        }
    }

    @Test
    void a_constant_rate_of_no_length_has_no_end() {
        Schedule schedule = Schedule.constant(3, Duration.ZERO);
        assertThat(schedule.offset(3_000_000_000L)).isEqualTo(1_000_000_000L * SECOND);
    }

    private static List<Stage> stages(RandomGenerator random) {
        List<Stage> stages = new ArrayList<>();
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            double rate = random.nextInt(4) == 0 ? 0 : Math.exp(random.nextDouble() * Math.log(1e6));
            Duration ramp = random.nextBoolean() ? Duration.ZERO : Duration.ofMillis(1 + random.nextInt(60_000));
            stages.add(new Stage(rate, ramp, Duration.ofMillis(1 + random.nextInt(60_000))));
        }
        stages.add(new Stage(1, Duration.ZERO, Duration.ofSeconds(1)));
        return stages;
    }

    private static Stage stage(double rate, int rampSeconds, int holdSeconds) {
        return new Stage(rate, Duration.ofSeconds(rampSeconds), Duration.ofSeconds(holdSeconds));
    }
}
