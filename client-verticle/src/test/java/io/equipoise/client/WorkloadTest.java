package io.equipoise.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long MILLI = Duration.ofMillis(1).toNanos();

    @Test
    void a_closed_loop_goes_on_at_once_after_a_reply_and_later_each_time_after_failures() {
        ClosedLoop loop = new ClosedLoop();
        assertThat(loop.next(7, 0)).isEqualTo(7);
        assertThat(loop.next(0, 1)).isEqualTo(10 * MILLI);
        assertThat(loop.next(0, 2)).isEqualTo(20 * MILLI);
        assertThat(loop.next(0, 7)).isEqualTo(640 * MILLI);
        assertThat(loop.next(0, 8)).isEqualTo(SECOND);
        assertThat(loop.next(0, Integer.MAX_VALUE)).isEqualTo(SECOND);
    }

    @Test
    void a_paced_loop_has_exactly_its_rate_in_every_second_for_an_hour() {
        PacedLoop loop = new PacedLoop(-5 * SECOND, 200, 0, 1);
        long slot = loop.next(0, 0);
        for (int second = 0; second < 3_600; second++) {
            long end = (second - 4) * SECOND;
            int count = 0;
            while (slot < end) {
                count++;
                slot = loop.next(slot, 0);
            }
            assertThat(count).isEqualTo(200);
        }
    }

    @Test
    void a_rate_that_does_not_divide_a_second_does_not_drift() {
        PacedLoop loop = new PacedLoop(0, 3, 0, 1);
        long slot = 0;
        for (int i = 0; i <= 3_000_000; i++) {
            slot = loop.next(0, 0);
        }
        assertThat(slot).isEqualTo(1_000_000 * SECOND);
    }

    @Test
    void event_loops_that_share_a_rate_take_turns() {
        List<Long> slots = new ArrayList<>();
        PacedLoop[] loops = {new PacedLoop(0, 300, 0, 3), new PacedLoop(0, 300, 1, 3), new PacedLoop(0, 300, 2, 3)};
        for (int i = 0; i < 300; i++) {
            slots.add(loops[i % 3].next(0, 0));
        }
        List<Long> single = new ArrayList<>();
        PacedLoop whole = new PacedLoop(0, 300, 0, 1);
        for (int i = 0; i < 300; i++) {
            single.add(whole.next(0, 0));
        }
        assertThat(slots).isEqualTo(single);
    }

    @Test
    void a_lane_that_asks_late_gets_the_slot_that_is_due_not_the_time_it_asks() {
        PacedLoop loop = new PacedLoop(0, 100, 0, 1);
        assertThat(loop.next(SECOND, 0)).isZero();
        assertThat(loop.next(SECOND, 3)).isEqualTo(10 * MILLI);
    }

    @Test
    void a_limit_ends_with_its_requests() {
        Limited limited = new Limited(new ClosedLoop(), Long.MAX_VALUE - 1, 2);
        assertThat(limited.next(1, 0)).isEqualTo(1);
        assertThat(limited.next(2, 0)).isEqualTo(2);
        assertThat(limited.next(3, 0)).isEqualTo(Workload.NONE);
    }

    @Test
    void a_limit_ends_with_its_time_also_when_the_clock_passes_zero() {
        Limited limited = new Limited(new ClosedLoop(), 10, Long.MAX_VALUE);
        assertThat(limited.next(-5, 0)).isEqualTo(-5);
        assertThat(limited.next(9, 0)).isEqualTo(9);
        assertThat(limited.next(10, 0)).isEqualTo(Workload.NONE);
        assertThat(limited.next(9, 0)).isEqualTo(Workload.NONE);
    }

    @Test
    void a_stopped_one_has_no_next() {
        Limited limited = new Limited(new ClosedLoop(), Long.MAX_VALUE - 1, 100);
        limited.stop();
        assertThat(limited.next(1, 0)).isEqualTo(Workload.NONE);
    }
}
