package io.equipoise.balancer.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.pool.Lease.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VerdictTest {
    @ParameterizedTest
    @EnumSource
    void a_backend_that_has_said_a_byte_served(CloseReason reason) {
        assertThat(Verdict.on(reason, 0, 1)).isEqualTo(Outcome.SERVED);
    }

    @ParameterizedTest
    @CsvSource({
        "BACKEND_RESET, 0, FAILED",
        "BACKEND_RESET, 1, FAILED",
        "BACKEND_CLOSED, 0, NEUTRAL",
        "BACKEND_CLOSED, 1, FAILED",
        "IDLE, 0, NEUTRAL",
        "IDLE, 1, FAILED",
        "HALF_OPEN_TIMEOUT, 0, NEUTRAL",
        "HALF_OPEN_TIMEOUT, 1, FAILED"
    })
    void a_silent_backend_is_to_blame_when_it_was_asked_or_reset(CloseReason reason, long asked, Outcome outcome) {
        assertThat(Verdict.on(reason, asked, 0)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"BACKEND_RESET", "BACKEND_CLOSED", "IDLE", "HALF_OPEN_TIMEOUT"})
    void no_other_end_says_anything_of_a_silent_backend(CloseReason reason) {
        assertThat(Verdict.on(reason, 1, 0)).isEqualTo(Outcome.NEUTRAL);
    }
}
