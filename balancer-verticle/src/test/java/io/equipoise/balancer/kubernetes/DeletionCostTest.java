package io.equipoise.balancer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeletionCostTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "2, 2",
        "3, 2",
        "4, 4",
        "63, 32",
        "64, 64",
        "127, 64",
        "1000, 512",
        "536870912, 536870912",
        "9223372036854775807, 536870912",
        "-1, 0"
    })
    void it_is_the_sessions_rounded_down_to_a_power_of_two(long open, int cost) {
        assertThat(DeletionCost.of(ready(open))).isEqualTo(cost);
    }

    @Test
    void drained_backends_are_cheaper_than_all_others_and_those_with_few_sessions_the_cheapest() {
        assertThat(DeletionCost.of(drained(0))).isEqualTo(-1_000_000_000);
        assertThat(DeletionCost.of(drained(100))).isEqualTo(-1_000_000_000 + 64);
        assertThat(DeletionCost.of(drained(Long.MAX_VALUE))).isLessThan(DeletionCost.of(ready(0)));
    }

    @ParameterizedTest
    @CsvSource({
        "4, 3, 4",
        "4, 2, 2",
        "4, 9, 4",
        "4, 10, 8",
        "1, 1, 1",
        "1, 0, 0",
        "1, 2, 2",
        "2, 4, 2",
        "2, 5, 4",
        "2, 1, 1",
        "0, 0, 0",
        "0, 1, 1",
        "64, 48, 64",
        "64, 47, 32",
        "64, 159, 64",
        "64, 160, 128"
    })
    void what_is_written_stays_until_the_sessions_are_a_quarter_beyond_it(int written, long open, int next) {
        assertThat(DeletionCost.next(written, ready(open))).isEqualTo(next);
    }

    @Test
    void a_backend_that_is_drained_or_enabled_again_costs_something_else_at_once() {
        assertThat(DeletionCost.next(64, drained(64))).isEqualTo(-1_000_000_000 + 64);
        assertThat(DeletionCost.next(0, drained(0))).isEqualTo(-1_000_000_000);
        assertThat(DeletionCost.next(-1_000_000_000 + 64, ready(64))).isEqualTo(64);
        assertThat(DeletionCost.next(-1_000_000_000, ready(0))).isZero();
        assertThat(DeletionCost.next(-1_000_000_000 + 64, drained(70))).isEqualTo(-1_000_000_000 + 64);
        assertThat(DeletionCost.next(-1_000_000_000, drained(0))).isEqualTo(-1_000_000_000);
    }

    /** A thousand looks at a number that wanders by a tenth around where powers meet. */
    @Test
    void sessions_that_come_and_go_around_a_power_change_it_once_at_most() {
        Random random = new Random(7);
        int written = DeletionCost.of(ready(1_024));
        int changes = 0;
        for (int look = 0; look < 1_000; look++) {
            int next = DeletionCost.next(written, ready(922 + random.nextInt(204)));
            changes += next == written ? 0 : 1;
            written = next;
        }
        assertThat(changes).isLessThanOrEqualTo(1);
    }

    @Test
    void whatever_was_written_the_cost_is_within_a_factor_of_two_and_a_half() {
        Random random = new Random(11);
        int written = 0;
        for (int look = 0; look < 10_000; look++) {
            long open = (long) Math.pow(2, random.nextDouble() * 20);
            written = DeletionCost.next(written, ready(open));
            assertThat((double) open).isBetween(written * 0.75, written * 2.5);
        }
    }

    private static BackendLoad ready(long open) {
        return new BackendLoad("b", 1, false, open);
    }

    private static BackendLoad drained(long open) {
        return new BackendLoad("b", 1, true, open);
    }
}
