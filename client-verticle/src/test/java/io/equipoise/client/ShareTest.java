package io.equipoise.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ShareTest {
    @Test
    void none_is_none_and_all_is_all() {
        assertThat(LongStream.range(0, 1_000).filter(new Share(1, 0)::has)).isEmpty();
        assertThat(LongStream.range(0, 1_000).filter(new Share(1, 1)::has)).hasSize(1_000);
    }

    @Test
    void a_part_is_that_part_of_the_requests_of_every_event_loop() {
        Share fifth = new Share(7, 0.2);
        for (long part = 0; part < 4; part++) {
            long first = part << 40;
            assertThat(LongStream.range(first, first + 100_000)
                            .filter(fifth::has)
                            .count())
                    .isBetween(19_500L, 20_500L);
        }
    }

    @Test
    void the_seed_says_which() {
        assertThat(LongStream.range(0, 1_000).filter(new Share(7, 0.5)::has).toArray())
                .isEqualTo(LongStream.range(0, 1_000)
                        .filter(new Share(7, 0.5)::has)
                        .toArray())
                .isNotEqualTo(LongStream.range(0, 1_000)
                        .filter(new Share(8, 0.5)::has)
                        .toArray());
    }
}
