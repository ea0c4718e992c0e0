package io.equipoise.client.report.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class AxisTest {
    @Test
    void a_linear_axis_ends_at_a_round_value_and_labels_round_steps() {
        Axis axis = Axis.linear("requests/s", 1_234, value -> "" + (int) value);
        assertThat(axis.max()).isEqualTo(1_500);
        assertThat(axis.ticks().stream().map(Axis.Tick::label)).containsExactly("0", "500", "1000", "1500");
        assertThat(axis.position(750)).isEqualTo(0.5);
    }

    @Test
    void an_axis_of_time_ends_where_the_run_ends() {
        Axis axis = Axis.upTo("seconds", 23, value -> "" + (int) value);
        assertThat(axis.position(23)).isEqualTo(1);
        assertThat(axis.ticks().stream().map(Axis.Tick::label)).containsExactly("0", "5", "10", "15", "20");
    }

    @Test
    void a_logarithmic_axis_gives_each_factor_of_ten_the_same_length() {
        Axis axis = Axis.logarithmic("latency", 250, 70_000, value -> "" + (int) value);
        assertThat(axis.ticks().stream().map(Axis.Tick::label)).containsExactly("100", "1000", "10000", "100000");
        assertThat(axis.position(1_000)).isCloseTo(1 / 3.0, within(1e-9));
        assertThat(axis.position(10_000)).isCloseTo(2 / 3.0, within(1e-9));
    }

    @Test
    void a_logarithmic_axis_of_one_value_has_a_length() {
        Axis axis = Axis.logarithmic("latency", 100, 100, value -> "" + (int) value);
        assertThat(axis.min()).isEqualTo(100);
        assertThat(axis.max()).isEqualTo(1_000);
    }

    @Test
    void percentiles_stand_a_nine_apart() {
        Axis axis = Axis.percentiles("percentile", 0.9995);
        assertThat(axis.ticks().stream().map(Axis.Tick::label)).containsExactly("0", "90", "99", "99.9", "99.99");
        assertThat(axis.position(Axis.nines(0))).isZero();
        assertThat(axis.position(Axis.nines(0.9))).isCloseTo(0.25, within(1e-9));
        assertThat(axis.position(Axis.nines(0.999))).isCloseTo(0.75, within(1e-9));
    }

    @Test
    void whatever_the_values_are_they_stand_on_the_axis_in_their_order() {
        RandomGenerator random = new Random(20_261_129L);
        for (int round = 0; round < 1_000; round++) {
            double largest = Math.exp(random.nextDouble(-20, 30));
            double smallest = largest * random.nextDouble(1e-6, 1);
            Axis linear = Axis.linear("", largest, Double::toString);
            Axis logarithmic = Axis.logarithmic("", smallest, largest, Double::toString);
            assertThat(linear.max()).isGreaterThanOrEqualTo(largest);
            assertThat(linear.ticks().size()).isBetween(2, 7);
            assertThat(linear.position(smallest)).isBetween(0.0, linear.position(largest));
            assertThat(logarithmic.position(smallest)).isBetween(0.0, logarithmic.position(largest) + 1e-12);
        }
    }

    @Test
    void an_axis_without_any_value_is_still_one() {
        assertThat(Axis.linear("", 0, Double::toString).position(0)).isZero();
        assertThatThrownBy(() -> new Axis("", true, 0, 1, List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
