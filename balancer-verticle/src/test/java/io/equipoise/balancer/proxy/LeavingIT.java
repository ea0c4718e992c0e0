package io.equipoise.balancer.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RawConnection;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A balancer that is stopped: rows O1, O2 and C30 of the fault catalogue. */
class LeavingIT {
    private static final Duration HOUR = Duration.ofHours(1);

    @ParameterizedTest
    @EnumSource
    void O1_a_graceful_stop_keeps_1000_sessions_and_is_over_within_1_s_of_the_last(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = TestProxy.over(Setup.on(net).drain(Duration.ZERO, HOUR), backend.port());
                Crowd crowd = new Crowd(proxy, backend)) {
            crowd.add(1_000);
            Future<?> stopped = proxy.stop();
            Async.until(() -> isRefused(proxy));
            crowd.assertAlive();
            assertThat(stopped.isComplete()).isFalse();

            crowd.end();
            long before = System.nanoTime();
            TestProxy.get(stopped);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
            assertThat(endedBy(proxy, CloseReason.CLIENT_CLOSED)).isEqualTo(1_000);
            assertThat(endedBy(proxy, CloseReason.DRAIN_DEADLINE)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void O2_sessions_that_outlast_the_deadline_are_reset_and_their_number_is_logged(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = TestProxy.over(Setup.on(net).loops(1).drain(Duration.ZERO, HOUR), backend.port());
                Crowd crowd = new Crowd(proxy, backend);
                LogLines log = new LogLines()) {
            crowd.add(3);
            Future<?> stopped = proxy.stop();
            Async.until(() -> isRefused(proxy));
            crowd.assertAlive();
            Async.until(() -> proxy.openSessions() == 3);
            proxy.advance(HOUR);
            TestProxy.get(stopped);

            for (Crowd.Pair pair : crowd.pairs()) {
                assertThat(pair.client().awaitEnd()).isEqualTo(RawConnection.End.RESET);
                assertThat(pair.served().awaitEnd()).isEqualTo(RawConnection.End.RESET);
            }
            assertThat(endedBy(proxy, CloseReason.DRAIN_DEADLINE)).isEqualTo(3);
            assertThat(log.from(Level.WARN))
                    .containsExactly("sessions are reset, the drain deadline has passed sessions=3");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_lame_duck_goes_on_accepting(Net net) throws Exception {
        try (RawBackend backend = RawBackend.start(RawBackend::echo);
                TestProxy proxy = TestProxy.over(Setup.on(net).drain(Duration.ofSeconds(1), HOUR), backend.port())) {
            Future<?> stopped = proxy.stop();
            proxy.echo();
            assertThat(stopped.isComplete()).isFalse();

            TestProxy.get(stopped);
            assertThatThrownBy(proxy::connect).isInstanceOf(ConnectException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void C30_every_client_that_is_accepted_during_the_stop_is_served(Net net) throws Exception {
        AtomicInteger served = new AtomicInteger();
        try (RawBackend backend = RawBackend.start(RawBackend::echo);
                TestProxy proxy = TestProxy.over(Setup.on(net).drain(Duration.ZERO, HOUR), backend.port())) {
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                clients.add(Async.run(() -> {
                    while (isServed(net, proxy)) {
                        served.incrementAndGet();
                    }
                    return null;
                }));
            }
            Async.until(() -> served.get() > 200);
            TestProxy.get(proxy.stop());

            for (CompletableFuture<Void> client : clients) {
                Async.get(client);
            }
            assertThat(proxy.accepted()).isEqualTo(served.get());
            assertThat(endedBy(proxy, CloseReason.CLIENT_CLOSED)).isEqualTo(served.get());
        }
    }

    private static long endedBy(TestProxy proxy, CloseReason reason) {
        return proxy.reports(1).stream()
                .filter(report -> report.reason() == reason)
                .count();
    }

    /** On NIO the kernel resets who comes in the microseconds between the last look for clients and the close. */
    private static boolean isServed(Net net, TestProxy proxy) throws IOException {
        try {
            proxy.echo();
            return true;
        } catch (ConnectException e) {
            return false;
        } catch (SocketException e) {
            if (net != Net.NIO) {
                throw e;
            }
            return false;
        }
    }

    /** Tries it with a client that leaves at once. */
    private static boolean isRefused(TestProxy proxy) throws IOException {
        try (RawConnection client = proxy.connect()) {
            client.reset();
            return false;
        } catch (ConnectException e) {
            return true;
        }
    }
}
