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
        PacedLoop loop = paced(-5 * SECOND, 200, 0, 1);
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
        PacedLoop loop = paced(0, 3, 0, 1);
        long slot = 0;
        for (int i = 0; i <= 3_000_000; i++) {
            slot = loop.next(0, 0);
        }
        assertThat(slot).isEqualTo(1_000_000 * SECOND);
    }

    @Test
    void event_loops_that_share_a_rate_take_turns() {
        List<Long> slots = new ArrayList<>();
        PacedLoop[] loops = {paced(0, 300, 0, 3), paced(0, 300, 1, 3), paced(0, 300, 2, 3)};
        for (int i = 0; i < 300; i++) {
            slots.add(loops[i % 3].next(0, 0));
        }
        List<Long> single = new ArrayList<>();
        PacedLoop whole = paced(0, 300, 0, 1);
        for (int i = 0; i < 300; i++) {
            single.add(whole.next(0, 0));
        }
        assertThat(slots).isEqualTo(single);
    }

    @Test
    void a_lane_that_asks_late_gets_the_slot_that_is_due_not_the_time_it_asks() {
        PacedLoop loop = paced(0, 100, 0, 1);
        assertThat(loop.next(SECOND, 0)).isZero();
        assertThat(loop.next(SECOND, 3)).isEqualTo(10 * MILLI);
    }

    @Test
    void a_limit_ends_with_its_requests() {
        Limited limited = new Limited(new ClosedLoop(), Long.MAX_VALUE - 1, 0, 2);
        assertThat(limited.next(1, 0)).isEqualTo(1);
        assertThat(limited.next(2, 0)).isEqualTo(2);
        assertThat(limited.next(3, 0)).isEqualTo(Workload.NONE);
    }

    @Test
    void a_limit_ends_with_its_time_also_when_the_clock_passes_zero() {
        Limited limited = new Limited(new ClosedLoop(), 10, 0, Long.MAX_VALUE);
        assertThat(limited.next(-5, 0)).isEqualTo(-5);
        assertThat(limited.next(9, 0)).isEqualTo(9);
        assertThat(limited.next(10, 0)).isEqualTo(Workload.NONE);
        assertThat(limited.next(9, 0)).isEqualTo(Workload.NONE);
    }

    @Test
    void a_stopped_one_has_no_next() {
        Limited limited = new Limited(new ClosedLoop(), Long.MAX_VALUE - 1, 0, 100);
        limited.stop(0);
        assertThat(limited.next(1, 0)).isEqualTo(Workload.NONE);
    }

    @Test
    void what_is_overdue_is_what_was_due_and_not_taken() {
        PacedLoop second = paced(0, 100, 1, 3);
        assertThat(second.overdue(10 * MILLI)).isZero();
        assertThat(second.overdue(11 * MILLI)).isEqualTo(1);
        assertThat(second.overdue(SECOND)).isEqualTo(33);
        second.next(SECOND, 0);
        assertThat(second.overdue(SECOND)).isEqualTo(32);
    }

    @Test
    void what_was_due_before_the_end_may_start_within_the_grace_and_is_counted_as_never_started_after_it() {
        Limited limited = new Limited(paced(0, 100, 0, 1), SECOND, SECOND, Long.MAX_VALUE);
        assertThat(limited.next(2 * SECOND, 0)).isZero();
        assertThat(limited.next(2 * SECOND + 1, 0)).isEqualTo(Workload.NONE);
        assertThat(limited.neverStarted()).isEqualTo(99);
        assertThat(limited.next(0, 0)).isEqualTo(Workload.NONE);
    }

    @Test
    void of_a_number_of_requests_no_more_are_never_started_than_were_left() {
        Limited limited = new Limited(paced(0, 100, 0, 1), SECOND, 0, 10);
        limited.stop(SECOND / 2);
        assertThat(limited.neverStarted()).isEqualTo(10);
    }

    private static PacedLoop paced(long startedAt, double rate, int first, int step) {
        return new PacedLoop(startedAt, Schedule.constant(rate, Duration.ZERO), first, step);
    }
}
