package io.equipoise.balancer.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.equipoise.testkit.Proc;
import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RawConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many clients: rows C1, C2 and C17 to C20 of the fault catalogue. */
class ClientCrowdsIT {
    @ParameterizedTest
    @EnumSource
    void C1_clients_that_connect_and_close_leave_no_trace(Net net) throws Exception {
        leaveNoTrace(net, RawConnection::close);
    }

    @ParameterizedTest
    @EnumSource
    void C2_clients_that_connect_and_reset_leave_no_trace(Net net) throws Exception {
        leaveNoTrace(net, RawConnection::reset);
    }

    private static void leaveNoTrace(Net net, Writing.Last leave) throws Exception {
        try (RawBackend backend = RawBackend.start(RawBackend::echo);
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                LogLines log = new LogLines()) {
            for (int i = 0; i < 500; i++) {
                leave.with(proxy.connect());
            }
            proxy.reports(500);
            long before = System.nanoTime();
            proxy.echo();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));

            proxy.reports(501);
            assertThat(proxy.openSessions()).isZero();
            assertThat(log.from(Level.INFO)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void C17_2000_idle_sessions_live_cost_little_and_slow_nobody_down(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                Crowd crowd = new Crowd(proxy, backend)) {
            crowd.open().end();
            long before = usedMemory();
            crowd.add(2_000);
            assertThat((usedMemory() - before) / 2_000)
                    .as("bytes a session, with the test's own two ends")
                    .isLessThan(40 * 1024);

            Async.until(() -> newSessionP99(crowd).compareTo(Duration.ofMillis(50)) < 0);
            crowd.assertAlive();
            crowd.end();
        }
    }

    private static Duration newSessionP99(Crowd crowd) throws Exception {
        return Timing.quantile(0.99, 200, () -> {
            long before = System.nanoTime();
            Crowd.Pair pair = crowd.open();
            pair.exchange();
            long took = System.nanoTime() - before;
            pair.end();
            return took;
        });
    }

    /** What lives on the heap, and buffers beside it. */
    private static long usedMemory() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory() + Held.now();
    }

    @ParameterizedTest
    @EnumSource
    void C18_1000_clients_that_connect_at_once_are_served_within_2_s(Net net) throws Exception {
        try (RawBackend backend = RawBackend.start(connection -> connection.send("!"));
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port())) {
            Async.until(() -> burst(proxy, 1_000).compareTo(Duration.ofSeconds(2)) < 0);
        }
    }

    /** Begins all connects before it ends the first, then waits for a byte on each. */
    private static Duration burst(TestProxy proxy, int clients) throws IOException {
        InetSocketAddress balancer = new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port());
        List<SocketChannel> channels = new ArrayList<>();
        try {
            long before = System.nanoTime();
            for (int i = 0; i < clients; i++) {
                SocketChannel channel = SocketChannel.open();
                channels.add(channel);
                channel.configureBlocking(false);
                channel.connect(balancer);
            }
            for (SocketChannel channel : channels) {
                channel.configureBlocking(true);
                channel.finishConnect();
                assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(1);
            }
            return Duration.ofNanos(System.nanoTime() - before);
        } finally {
            for (SocketChannel channel : channels) {
                channel.close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void C19_a_churn_of_5000_sessions_fails_none_and_leaves_no_descriptor(Net net) throws Exception {
        churn(net, CloseReason.CLIENT_CLOSED, Crowd.Pair::end);
    }

    @ParameterizedTest
    @EnumSource
    void C20_a_churn_of_5000_sessions_that_end_by_reset_leaves_no_descriptor(Net net) throws Exception {
        churn(net, CloseReason.CLIENT_RESET, pair -> {
            pair.client().reset();
            assertThat(pair.served().awaitEnd()).isEqualTo(RawConnection.End.RESET);
            pair.served().close();
        });
    }

    private interface Ending {
        void of(Crowd.Pair pair) throws IOException;
    }

    private static void churn(Net net, CloseReason reason, Ending ending) throws Exception {
        long self = ProcessHandle.current().pid();
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                Crowd crowd = new Crowd(proxy, backend)) {
            crowd.open().end();
            proxy.reports(1);
            int sockets = Proc.openSockets(self);
            for (int i = 0; i < 5_000; i++) {
                Crowd.Pair pair = crowd.open();
                pair.exchange();
                ending.of(pair);
            }

            assertThat(proxy.reports(5_001).subList(1, 5_001))
                    .allSatisfy(report -> assertThat(report.reason()).isEqualTo(reason));
            Async.until(() -> Proc.openSockets(self) <= sockets);
        }
    }
}
