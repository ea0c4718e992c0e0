package io.equipoise.balancer.metrics;

import static io.equipoise.balancer.metrics.Metered.LISTENER;
import static io.equipoise.balancer.metrics.Metered.ended;
import static io.equipoise.balancer.pool.Backends.SERVICE;
import static io.equipoise.balancer.pool.Backends.backend;
import static io.equipoise.balancer.pool.Backends.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.latency.Distribution;
import io.equipoise.balancer.latency.Quantiles;
import io.equipoise.balancer.latency.Resolution;
import io.equipoise.balancer.latency.Sum;
import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.Lease;
import io.equipoise.balancer.proxy.CloseReason;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was counted, as values for others than Prometheus. */
class FiguresTest {
    private static final Backend FIRST = backend(1);
    private static final Backend SECOND = backend(2);
    private static final Subject FRONT = new Subject(Subject.Kind.LISTENER, LISTENER, SERVICE);

    private final Metered metered = new Metered();

    @AfterEach
    void close() {
        metered.close();
    }

    @Test
    void a_listener_and_a_backend_that_nobody_used_are_there_at_zero() {
        metered.up(FIRST);
        assertThat(metered.metrics().figures())
                .isEqualTo(Map.of(
                        FRONT, Figures.none(Subject.Kind.LISTENER), of(FIRST), Figures.none(Subject.Kind.BACKEND)));
    }

    @Test
    void sessions_and_bytes_are_what_was_carried() {
        metered.up(FIRST).up(SECOND);
        metered.session(metered.pool().node(FIRST), ended(FIRST, CloseReason.CLIENT_CLOSED, 10, 100));
        metered.session(metered.pool().node(FIRST), ended(FIRST, CloseReason.BACKEND_CLOSED, 20, 200));
        metered.session(metered.pool().node(SECOND), ended(SECOND, CloseReason.BACKEND_RESET, 30, 300));
        metered.metrics().onAccepted(LISTENER, SERVICE);
        Lease running = metered.lease(metered.pool().node(SECOND));
        assertThat(counts(FRONT)).isEqualTo(new Counts(4, 1, 1, 60, 600));
        assertThat(counts(of(FIRST))).isEqualTo(new Counts(2, 0, 0, 30, 300));
        assertThat(counts(of(SECOND))).isEqualTo(new Counts(2, 1, 1, 30, 300));
        assertThat(figures(of(SECOND)).lastFailure())
                .isEqualTo(new Failure(Metered.NOW.toEpochMilli(), "backend_reset"));
        assertThat(figures(of(FIRST)).lastFailure()).isNull();
        running.release(Lease.Outcome.NEUTRAL);
    }

    @Test
    void latencies_are_finer_for_a_listener_than_for_a_backend() {
        metered.up(FIRST);
        metered.session(metered.pool().node(FIRST), ended(FIRST, CloseReason.CLIENT_CLOSED, 1, 1));
        assertThat(quantiles(figures(FRONT).connect()).max()).isBetween(2.0, 2.0 * (1 + Resolution.FINE.error()));
        assertThat(quantiles(figures(FRONT).firstByte()).max()).isBetween(3.0, 3.0 * (1 + Resolution.FINE.error()));
        assertThat(figures(of(FIRST)).connect().resolution()).isEqualTo(Resolution.COARSE);
        assertThat(quantiles(figures(of(FIRST)).firstByte()).max())
                .isBetween(3.0, 3.0 * (1 + Resolution.COARSE.error()));
    }

    @Test
    void an_attempt_that_failed_is_a_failure_of_its_backend_once_and_of_the_listener_only_when_nobody_else_served() {
        metered.up(FIRST).up(SECOND);
        metered.metrics().onAccepted(LISTENER, SERVICE);
        metered.metrics().onConnectFailed(metered.pool().node(FIRST), CloseReason.CONNECT_REFUSED);
        metered.metrics().onClosed(ended(SECOND, CloseReason.CLIENT_CLOSED, 1, 1));
        assertThat(counts(of(FIRST)).failures()).isEqualTo(1);
        assertThat(counts(FRONT).failures()).isZero();

        metered.metrics().onAccepted(LISTENER, SERVICE);
        metered.metrics().onConnectFailed(metered.pool().node(FIRST), CloseReason.CONNECT_TIMEOUT);
        metered.metrics().onClosed(ended(FIRST, CloseReason.CONNECT_TIMEOUT, 0, 0));
        assertThat(counts(of(FIRST)).failures()).isEqualTo(2);
        assertThat(counts(FRONT).failures()).isEqualTo(1);
        assertThat(figures(of(FIRST)).lastFailure())
                .isEqualTo(new Failure(Metered.NOW.toEpochMilli(), "connect_timeout"));
    }

    @Test
    void a_session_that_no_backend_was_found_for_is_a_failure_of_the_listener() {
        metered.metrics().onAccepted(LISTENER, SERVICE);
        metered.metrics().onClosed(ended(null, CloseReason.NO_BACKEND, 0, 0));
        assertThat(counts(FRONT)).isEqualTo(new Counts(1, 0, 1, 0, 0));
    }

    @Test
    void a_backend_that_starts_again_goes_on_counting() {
        metered.up(FIRST);
        metered.session(metered.pool().node(FIRST), ended(FIRST, CloseReason.CLIENT_CLOSED, 1, 2));
        Backend again = started(FIRST, 2);
        metered.up(again);
        metered.session(metered.pool().node(again), ended(again, CloseReason.CLIENT_CLOSED, 1, 2));
        assertThat(counts(of(FIRST))).isEqualTo(new Counts(2, 0, 0, 2, 4));
    }

    @ParameterizedTest
    @EnumSource
    void a_failure_is_a_fault_of_ours_or_of_a_backend(CloseReason reason) {
        boolean clientGotItsDue = switch (reason) {
            case CLIENT_CLOSED, BACKEND_CLOSED, CLIENT_RESET -> true;
            case IDLE, HALF_OPEN_TIMEOUT, FIRST_BYTE_TIMEOUT, MAX_LIFETIME -> true;
            case ACCESS_DENIED, RATE_LIMITED, CONNECTION_LIMIT -> true;
            case TLS_FAILED, PROXY_PROTOCOL_ERROR, SNI_UNKNOWN -> true;
            case KILLED_BY_ADMIN -> true;
            default -> false;
        };
        assertThat(reason.isFailure()).isEqualTo(!clientGotItsDue);
        metered.metrics().onAccepted(LISTENER, SERVICE);
        metered.metrics().onClosed(ended(null, reason, 0, 0));
        assertThat(counts(FRONT).failures()).isEqualTo(clientGotItsDue ? 0 : 1);
    }

    private Counts counts(Subject subject) {
        return figures(subject).counts();
    }

    private Figures figures(Subject subject) {
        return metered.metrics().figures().get(subject);
    }

    private static Subject of(Backend backend) {
        return new Subject(Subject.Kind.BACKEND, backend.id(), SERVICE);
    }

    private static Quantiles quantiles(Distribution distribution) {
        Sum sum = new Sum(distribution.resolution());
        sum.add(distribution);
        return sum.quantiles();
    }
}
