package io.equipoise.balancer.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.config.RelayConfig;
import io.equipoise.balancer.config.ServiceConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final long ACCEPTED = Long.MAX_VALUE - 7;

    private final Patience patience = patience(
            new RelayConfig(Duration.ofMinutes(60), Duration.ofMinutes(2), Duration.ZERO, Duration.ZERO, 1, 0));

    private static Patience patience(RelayConfig relay) {
        ServiceConfig defaults = ServiceConfig.DEFAULTS;
        return new Patience(
                Timeouts.of(new ServiceConfig(
                        defaults.policy(),
                        defaults.backends(),
                        0,
                        50,
                        defaults.health(),
                        defaults.connect(),
                        defaults.queue(),
                        relay)),
                ACCEPTED);
    }

    /** Minutes after the accept, on a clock that wraps. */
    private static long at(int minutes) {
        return ACCEPTED + Duration.ofMinutes(minutes).toNanos();
    }

    @Test
    void a_silent_session_is_idle_when_the_timeout_is_over_and_not_before() {
        assertThat(patience.overdue(at(59), 0, 0)).isNull();
        assertThat(patience.overdue(at(60), 0, 0)).isEqualTo(CloseReason.IDLE);
    }

    @Test
    void a_byte_of_either_side_starts_the_idle_timeout_anew() {
        assertThat(patience.overdue(at(50), 1, 0)).isNull();
        assertThat(patience.overdue(at(100), 1, 1)).isNull();
        assertThat(patience.overdue(at(159), 1, 1)).isNull();
        assertThat(patience.overdue(at(160), 1, 1)).isEqualTo(CloseReason.IDLE);
    }

    @Test
    void the_time_until_a_backend_was_connected_is_not_idle() {
        patience.onConnected(at(30));
        assertThat(patience.overdue(at(89), 0, 0)).isNull();
        assertThat(patience.overdue(at(90), 0, 0)).isEqualTo(CloseReason.IDLE);
    }

    @Test
    void a_half_open_session_has_its_whole_timeout_after_a_long_silence() {
        patience.onInputEnded(Side.CLIENT, at(50));
        assertThat(patience.overdue(at(51), 0, 0)).isNull();
        assertThat(patience.overdue(at(52), 0, 0)).isEqualTo(CloseReason.HALF_OPEN_TIMEOUT);
    }

    @Test
    void bytes_of_the_open_direction_start_the_half_open_timeout_anew() {
        patience.onInputEnded(Side.BACKEND, at(0));
        assertThat(patience.overdue(at(1), 10, 0)).isNull();
        assertThat(patience.overdue(at(2), 20, 0)).isNull();
        assertThat(patience.overdue(at(3), 20, 0)).isNull();
        assertThat(patience.overdue(at(4), 20, 0)).isEqualTo(CloseReason.HALF_OPEN_TIMEOUT);
    }

    @Test
    void a_client_that_is_silent_for_too_long_is_told_from_an_idle_session() {
        Patience impatient = patience(firstByte());
        assertThat(impatient.overdue(at(4), 0, 100)).isNull();
        assertThat(impatient.overdue(at(5), 0, 200)).isEqualTo(CloseReason.FIRST_BYTE_TIMEOUT);
    }

    @Test
    void a_client_that_has_spoken_or_ended_has_met_the_first_byte_timeout() {
        assertThat(patience(firstByte()).overdue(at(5), 1, 0)).isNull();
        Patience ended = patience(firstByte());
        ended.onInputEnded(Side.CLIENT, at(1));
        assertThat(ended.overdue(at(5), 0, 1)).isNull();
    }

    @Test
    void a_backend_that_has_ended_does_not_excuse_a_silent_client() {
        Patience impatient = patience(firstByte());
        impatient.onInputEnded(Side.BACKEND, at(4));
        assertThat(impatient.overdue(at(5), 0, 0)).isEqualTo(CloseReason.FIRST_BYTE_TIMEOUT);
    }

    private static RelayConfig firstByte() {
        return new RelayConfig(Duration.ZERO, Duration.ZERO, Duration.ofMinutes(5), Duration.ZERO, 1, 0);
    }

    @Test
    void a_lifetime_ends_however_much_flows() {
        Patience mortal =
                patience(new RelayConfig(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofMinutes(9), 1, 0));
        assertThat(mortal.overdue(at(8), 8, 8)).isNull();
        assertThat(mortal.overdue(at(9), 9, 9)).isEqualTo(CloseReason.MAX_LIFETIME);
    }

    @Test
    void a_timeout_of_zero_is_off() {
        Patience endless = patience(new RelayConfig(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, 1, 0));
        endless.onInputEnded(Side.BACKEND, at(1));
        assertThat(endless.overdue(ACCEPTED + Duration.ofDays(36_500).toNanos(), 0, 0))
                .isNull();
    }
}
