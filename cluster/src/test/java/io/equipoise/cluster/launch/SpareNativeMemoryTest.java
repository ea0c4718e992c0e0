package io.equipoise.cluster.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpareNativeMemoryTest {
    @Test
    void memory_is_given_back_half_a_second_after_the_jvm_lets_go_of_it_each_five_seconds() {
        assertThat(SpareNativeMemory.untilLetGo(0)).isEqualTo(500);
        assertThat(SpareNativeMemory.untilLetGo(499)).isEqualTo(1);
        assertThat(SpareNativeMemory.untilLetGo(500)).isEqualTo(5_000);
        assertThat(SpareNativeMemory.untilLetGo(2_000)).isEqualTo(3_500);
        assertThat(SpareNativeMemory.untilLetGo(5_200)).isEqualTo(300);
        assertThat(SpareNativeMemory.untilLetGo(10_500)).isEqualTo(5_000);
    }
}
