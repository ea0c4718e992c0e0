package io.equipoise.balancer.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AliasTableTest {
    @Test
    void evenly_spaced_numbers_fall_on_each_position_by_its_weight() {
        Random dice = new Random(17);
        for (int i = 0; i < 200; i++) {
            int[] weights = dice.ints(1 + dice.nextInt(40), 1, 257).toArray();
            double total = IntStream.of(weights).sum();
            int[] counts = counts(new AliasTable(weights), weights.length);

            for (int j = 0; j < weights.length; j++) {
                // A position is a union of intervals, one a column at most; each end is off by less than one number.
                double expected = GRID * weights[j] / total;
                assertThat((double) counts[j]).isCloseTo(expected, within(2.0 * weights.length));
            }
        }
    }

    @Test
    void equal_weights_are_hit_equally() {
        int[] counts = counts(new AliasTable(new int[] {7, 7, 7, 7}), 4);

        assertThat(counts).containsOnly(GRID / 4);
    }

    @Test
    void one_position_takes_all() {
        assertThat(counts(new AliasTable(new int[] {256}), 1)).containsExactly(GRID);
    }

    private static final int GRID = 1 << 16;

    private static int[] counts(AliasTable table, int positions) {
        int[] counts = new int[positions];
        for (long i = 0; i < GRID; i++) {
            counts[table.at(i << 48)]++;
        }
        return counts;
    }
}
