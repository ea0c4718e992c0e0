package io.equipoise.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.client.report.Failure;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static final long SECOND = 1_000_000_000L;

    private final Map<Integer, Long> failed = new TreeMap<>();
    private final Tally tally = new Tally(-5, (second, counted) -> failed.merge(second, counted.failed(), Long::sum));

    @Test
    void what_happens_at_the_end_of_a_second_is_of_the_next_one() {
        fail(-5);
        fail(SECOND - 6);
        fail(SECOND - 5);
        tally.handIn(SECOND);
        assertThat(failed).isEqualTo(Map.of(0, 2L, 1, 1L));
    }

    @Test
    void a_second_may_come_in_pieces_and_seconds_may_be_left_out() {
        fail(0);
        tally.handIn(1);
        fail(2);
        fail(7 * SECOND);
        tally.handIn(7 * SECOND);
        assertThat(failed).isEqualTo(Map.of(0, 2L, 7, 1L));
    }

    private void fail(long now) {
        tally.at(now).failure(Failure.RESET);
    }
}
