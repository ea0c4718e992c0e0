package io.equipoise.backend.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoadMeterTest {
    private long now;
    private final LoadMeter meter = new LoadMeter(() -> now);

    @Test
    void a_connection_counts_until_it_is_closed_and_once() {
        OpenConnection first = meter.open();
        OpenConnection second = meter.open();
        first.close();
        first.close();
        assertThat(meter.openConnections()).isEqualTo(1);
        second.close();
        assertThat(meter.openConnections()).isZero();
        assertThat(meter.servedConnections()).isEqualTo(2);
    }

    @Test
    void nothing_measured_is_zero() {
        assertThat(meter.firstByte()).isEqualTo(new LoadMeter.Latency(0, 0));
    }

    @Test
    void latency_runs_from_the_first_bytes_in_to_the_first_bytes_out() {
        for (int millis = 1; millis <= 100; millis++) {
            measure(millis);
        }
        assertThat(meter.firstByte().p50Millis()).isCloseTo(50, within(1.0));
        assertThat(meter.firstByte().p99Millis()).isCloseTo(99, within(1.5));
    }

    @Test
    void bytes_that_follow_do_not_move_the_start_and_bytes_without_a_question_count_nothing() {
        OpenConnection connection = meter.open();
        connection.bytesOut();
        connection.bytesIn();
        now += Duration.ofMillis(10).toNanos();
        connection.bytesIn();
        now += Duration.ofMillis(10).toNanos();
        connection.bytesOut();
        connection.bytesOut();
        assertThat(meter.firstByte().p50Millis()).isCloseTo(20, within(0.3));
    }

    @Test
    void latencies_are_kept_for_half_a_minute_and_gone_after_a_whole_one() {
        measure(70);
        now += Duration.ofSeconds(29).toNanos();
        assertThat(meter.firstByte().p50Millis()).isCloseTo(70, within(1.0));
        now += Duration.ofSeconds(20).toNanos();
        measure(10);
        assertThat(meter.firstByte().p99Millis()).isCloseTo(70, within(1.0));
        now += Duration.ofSeconds(31).toNanos();
        assertThat(meter.firstByte().p99Millis()).isCloseTo(10, within(0.2));
        now += Duration.ofMinutes(5).toNanos();
        assertThat(meter.firstByte().p99Millis()).isZero();
    }

    @Test
    void a_clock_that_jumps_back_or_far_ahead_breaks_nothing() {
        OpenConnection connection = meter.open();
        connection.bytesIn();
        now -= Duration.ofHours(1).toNanos();
        connection.bytesOut();
        connection.bytesIn();
        now += Duration.ofHours(5).toNanos();
        connection.bytesOut();
        assertThat(meter.firstByte().p99Millis()).isPositive();
    }

    @Test
    void the_lag_of_the_loop_is_the_worst_of_the_last_second() {
        LoopLag lag = new LoopLag();
        long every = LoopLag.EVERY.toNanos();
        lag.ran(0, every + Duration.ofMillis(40).toNanos());
        lag.ran(0, every - 5);
        lag.ran(0, every + Duration.ofMillis(3).toNanos());
        assertThat(lag.worstMillis()).isEqualTo(40);
        lag.ran(0, every);
        lag.ran(0, every);
        assertThat(lag.worstMillis()).isEqualTo(3);
    }

    private void measure(int millis) {
        OpenConnection connection = meter.open();
        connection.bytesIn();
        now += Duration.ofMillis(millis).toNanos();
        connection.bytesOut();
        connection.close();
        now -= Duration.ofMillis(millis).toNanos();
    }
}
