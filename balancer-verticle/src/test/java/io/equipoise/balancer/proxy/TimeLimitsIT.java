package io.equipoise.balancer.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.config.RelayConfig;
import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RawConnection;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions that last too long, each in its way. The data path's clock is put forward, so that nothing waits. */
class TimeLimitsIT {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration OFF = Duration.ZERO;

    /** A short queue timeout makes the data path look at the time often. */
    private static Setup setup(Net net) {
        return Setup.on(net).loops(1).queue(1, Duration.ofMillis(80));
    }

    @Test
    void how_late_a_loop_looks_at_its_sessions_is_told() {
        try (TestProxy proxy = new TestProxy(setup(Net.NIO))) {
            proxy.advance(HOUR);

            Async.until(() -> proxy.latest().compareTo(HOUR) > 0);
            assertThat(proxy.latest()).isLessThan(HOUR.plus(TestProxy.LIMIT));
        }
    }

    @ParameterizedTest
    @EnumSource
    void C29_an_idle_session_is_reset_at_both_ends(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = TestProxy.over(setup(net), backend.port());
                RawConnection client = proxy.connect()) {
            RawConnection served = backend.take();
            exchange(client, served);
            proxy.advance(HOUR);

            assertReset(client, served);
            assertThat(proxy.report().reason()).isEqualTo(CloseReason.IDLE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_session_that_says_a_byte_now_and_then_is_not_idle(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = TestProxy.over(setup(net), backend.port());
                RawConnection client = proxy.connect();
                RawConnection served = backend.take();
                RawConnection silent = proxy.connect();
                RawConnection unheard = backend.take()) {
            proxy.advance(HOUR.minusMinutes(10));
            exchange(client, served);
            proxy.advance(HOUR.minusMinutes(10));

            assertReset(silent, unheard);
            exchange(client, served);
            assertThat(proxy.reports(1)).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_session_that_the_client_has_half_closed_may_be_silent_for_the_half_open_timeout(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = TestProxy.over(setup(net), backend.port());
                RawConnection client = proxy.connect()) {
            RawConnection served = backend.take();
            exchange(client, served);
            client.finish();
            assertThat(served.receiveAll()).isEmpty();
            proxy.advance(HOUR);

            assertThat(client.awaitEnd()).isEqualTo(RawConnection.End.RESET);
            assertThat(proxy.report().reason()).isEqualTo(CloseReason.HALF_OPEN_TIMEOUT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_session_that_the_backend_has_half_closed_may_be_silent_for_the_half_open_timeout(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = TestProxy.over(setup(net), backend.port());
                RawConnection client = proxy.connect()) {
            RawConnection served = backend.take();
            served.finish();
            assertThat(client.receiveAll()).isEmpty();
            proxy.advance(HOUR);

            assertThat(served.awaitEnd()).isEqualTo(RawConnection.End.RESET);
            assertThat(proxy.report().reason()).isEqualTo(CloseReason.HALF_OPEN_TIMEOUT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_client_that_says_nothing_is_reset_after_the_first_byte_timeout(Net net) throws Exception {
        RelayConfig relay = new RelayConfig(HOUR, HOUR, Duration.ofSeconds(30), OFF, 128 * 1024, 0);
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = TestProxy.over(setup(net).relay(relay), backend.port());
                RawConnection client = proxy.connect();
                RawConnection served = backend.take();
                RawConnection silent = proxy.connect();
                RawConnection unheard = backend.take()) {
            exchange(client, served);
            proxy.advance(Duration.ofSeconds(30));

            assertReset(silent, unheard);
            assertThat(proxy.report().reason()).isEqualTo(CloseReason.FIRST_BYTE_TIMEOUT);
            exchange(client, served);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_session_ends_at_its_maximum_lifetime_whatever_it_does(Net net) throws Exception {
        RelayConfig relay = new RelayConfig(OFF, OFF, OFF, Duration.ofHours(8), 128 * 1024, 0);
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = TestProxy.over(setup(net).relay(relay), backend.port());
                RawConnection client = proxy.connect();
                RawConnection served = backend.take()) {
            proxy.advance(Duration.ofHours(7));
            exchange(client, served);
            proxy.advance(HOUR);

            assertReset(client, served);
            assertThat(proxy.report().reason()).isEqualTo(CloseReason.MAX_LIFETIME);
        }
    }

    private static void exchange(RawConnection client, RawConnection served) throws Exception {
        client.send("question");
        assertThat(served.receive(8)).asString().isEqualTo("question");
        served.send("answer");
        assertThat(client.receive(6)).asString().isEqualTo("answer");
    }

    private static void assertReset(RawConnection client, RawConnection served) throws Exception {
        assertThat(client.awaitEnd()).isEqualTo(RawConnection.End.RESET);
        assertThat(served.awaitEnd()).isEqualTo(RawConnection.End.RESET);
    }
}
