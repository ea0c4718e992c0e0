package io.equipoise.client.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PayloadSizeTest {
    private static final int DRAWS = 100_000;

    private final RandomGenerator random = new Random(20_261_129L);

    @Test
    void a_fixed_size_is_that_size() {
        assertThat(new PayloadSize.Fixed(64).of(random.nextLong())).isEqualTo(64);
    }

    @Test
    void each_size_of_a_list_is_as_frequent_as_the_others() {
        PayloadSize sizes = new PayloadSize.Among(List.of(1, 10, 100));
        int[] counts = new int[101];
        for (int i = 0; i < DRAWS; i++) {
            counts[sizes.of(random.nextLong())]++;
        }
        assertThat(IntStream.of(counts[1], counts[10], counts[100]))
                .allMatch(count -> Math.abs(count - DRAWS / 3) < 1_000);
    }

    @Test
    void each_doubling_of_a_range_is_as_frequent_as_the_others() {
        PayloadSize sizes = new PayloadSize.Between(64, 16 * 1024);
        int[] doublings = new int[8];
        for (int i = 0; i < DRAWS; i++) {
            int size = sizes.of(random.nextLong());
            assertThat(size).isBetween(64, 16 * 1024);
            doublings[Math.min(7, 25 - Integer.numberOfLeadingZeros(size))]++;
        }
        assertThat(IntStream.of(doublings)).allMatch(count -> Math.abs(count - DRAWS / 8) < 1_000);
    }

    @Test
    void both_ends_of_a_range_occur() {
        PayloadSize sizes = new PayloadSize.Between(1, 3);
        assertThat(random.longs(1_000).mapToInt(sizes::of).distinct().sorted()).containsExactly(1, 2, 3);
        assertThat(new PayloadSize.Between(7, 7).of(-1)).isEqualTo(7);
        assertThat(new PayloadSize.Between(1, 16 << 20).of(-1)).isEqualTo(16 << 20);
    }
}
