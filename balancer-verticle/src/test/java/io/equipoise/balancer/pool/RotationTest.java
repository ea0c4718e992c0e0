package io.equipoise.balancer.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RotationTest {
    @ParameterizedTest
    @ValueSource(longs = {0, Integer.MAX_VALUE - 5L, 0xffffffffL - 5, Long.MAX_VALUE - 5})
    void positions_follow_one_another(long start) {
        Rotation rotation = new Rotation(start);
        int before = rotation.next(7);
        for (int i = 0; i < 20; i++) {
            int next = rotation.next(7);
            assertThat(next).isEqualTo((before + 1) % 7);
            before = next;
        }
    }

    @Test
    void positions_stay_within_the_circle_when_the_count_starts_again() {
        Rotation rotation = new Rotation(-5);
        for (int i = 0; i < 20; i++) {
            assertThat(rotation.next(7)).isBetween(0, 6);
        }
    }
}
