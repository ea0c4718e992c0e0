package io.equipoise.balancer.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.equipoise.balancer.pool.HealthState.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthStateTest {
    /** Observations in order, + good and - bad; what they add up to after each: ? unknown, U up, D down. */
    @ParameterizedTest(name = "rise {0}, fall {1}: {2} is {3}")
    @CsvSource({
        // the first good observation decides at once, bad ones need as many as a fall
        "2, 2, +,       U",
        "3, 3, +,       U",
        "2, 2, -,       ?",
        "2, 2, --,      ?D",
        "2, 3, --+,     ??U",
        "2, 3, ---,     ??D",
        // up: falls after so many bad ones in a row, a good one between them starts the count anew
        "2, 2, +-,      UU",
        "2, 2, +--,     UUD",
        "2, 2, +-+-+-,  UUUUUU",
        "2, 2, +-+--,   UUUUD",
        "2, 3, +--+---, UUUUUUD",
        "2, 1, +-,      UD",
        // down: rises after so many good ones in a row, a bad one between them starts the count anew
        "2, 2, --+,     ?DD",
        "2, 2, --++,    ?DDU",
        "2, 2, --+-+-,  ?DDDDD",
        "2, 2, --+-++,  ?DDDDU",
        "1, 2, --+,     ?DU",
        "3, 2, --++-+++,?DDDDDDU",
    })
    void status_is_what_the_observations_in_a_row_add_up_to(int rise, int fall, String observed, String expected) {
        HealthState state = HealthState.unknown(rise, fall);
        StringBuilder seen = new StringBuilder();
        for (int i = 0; i < observed.length(); i++) {
            state = state.observe(observed.charAt(i) == '+');
            seen.append(
                    switch (state.status()) {
                        case UNKNOWN -> '?';
                        case UP -> 'U';
                        case DOWN -> 'D';
                    });
        }
        assertThat(seen).hasToString(expected);
        assertThat(state.up()).isEqualTo(state.status() == Status.UP);
    }

    @Test
    void it_is_in_transition_while_the_last_observation_contradicts_the_status() {
        HealthState up = HealthState.unknown(2, 2).observe(true);

        assertThat(up.inTransition()).isFalse();
        assertThat(up.observe(false).inTransition()).isTrue();
        assertThat(up.observe(false).observe(true).inTransition()).isFalse();
        assertThat(up.observe(false).observe(false).inTransition()).isFalse();
        assertThat(up.observe(false).observe(false).observe(true).inTransition())
                .isTrue();
        assertThat(HealthState.unknown(2, 2).observe(false).inTransition()).isTrue();
    }

    @Test
    void an_observation_that_changes_nothing_makes_no_new_state() {
        HealthState up = HealthState.unknown(2, 2).observe(true);

        assertThat(up.observe(true)).isSameAs(up);
    }

    @Test
    void rise_and_fall_are_at_least_one() {
        assertThatIllegalArgumentException().isThrownBy(() -> HealthState.unknown(0, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> HealthState.unknown(2, 0));
    }
}
