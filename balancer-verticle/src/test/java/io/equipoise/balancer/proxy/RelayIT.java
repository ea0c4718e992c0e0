package io.equipoise.balancer.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RawConnection;
import io.equipoise.testkit.RefusingPort;
import io.equipoise.testkit.SeededBytes;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bytes, ends of directions and resets, each way. */
class RelayIT {
    private static final int MIB = 1024 * 1024;

    @ParameterizedTest
    @EnumSource
    void an_echo_comes_back_and_the_session_is_reported_once(Net net) throws Exception {
        try (RawBackend backend = RawBackend.start(RawBackend::echo);
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                RawConnection client = proxy.connect()) {
            client.send("hello\n");
            assertThat(client.receiveLine()).isEqualTo("hello");
            client.finish();
            assertThat(client.receiveAll()).isEmpty();

            SessionReport report = proxy.report();
            assertThat(report.reason()).isEqualTo(CloseReason.CLIENT_CLOSED);
            assertThat(report.bytesFromClient()).isEqualTo(6);
            assertThat(report.bytesFromBackend()).isEqualTo(6);
            assertThat(report.attempts()).isEqualTo(1);
            assertThat(report.firstByteNanos()).isPositive();
            assertThat(report.connectNanos()).isPositive().isLessThan(report.totalNanos());
        }
    }

    @ParameterizedTest
    @EnumSource
    void C21_64_MiB_each_way_at_once_arrive_whole_within_the_bound_though_both_read_slowly(Net net) throws Exception {
        long length = 64L * MIB;
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                RawConnection client = proxy.connect();
                Held held = new Held()) {
            RawConnection served = backend.take();
            Writing up = Writing.start(client, 1, length);
            Writing down = Writing.start(served, 2, length);
            CompletableFuture<String> upRead =
                    Async.run(() -> SeededBytes.read(new SlowStream(served.in(), up), length));
            CompletableFuture<String> downRead =
                    Async.run(() -> SeededBytes.read(new SlowStream(client.in(), down), length));

            assertThat(Async.get(upRead)).isEqualTo(up.sha256());
            assertThat(Async.get(downRead)).isEqualTo(down.sha256());
            assertThat(held.most()).as("bytes held at once").isLessThanOrEqualTo(2 * 256 * 1024);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_stream_that_is_written_a_byte_at_a_time_arrives_whole(Net net) throws Exception {
        byte[] bytes = SeededBytes.of(8, 20_000);
        try (RawBackend backend = RawBackend.start(RawBackend::echo);
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                RawConnection client = proxy.connect()) {
            CompletableFuture<Void> sent = Async.run(() -> {
                for (byte each : bytes) {
                    client.out().write(each);
                }
                client.finish();
                return null;
            });
            assertThat(client.receiveAll()).isEqualTo(bytes);
            Async.get(sent);
            assertThat(proxy.report().bytesFromClient()).isEqualTo(bytes.length);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_session_without_a_byte_ends_in_order(Net net) throws Exception {
        try (RawBackend backend = RawBackend.start(RawBackend::echo);
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                RawConnection client = proxy.connect()) {
            client.finish();

            assertThat(client.awaitEnd()).isEqualTo(RawConnection.End.FINISHED);
            SessionReport report = proxy.report();
            assertThat(report.reason()).isEqualTo(CloseReason.CLIENT_CLOSED);
            assertThat(report.bytesFromClient()).isZero();
            assertThat(report.firstByteNanos()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void both_may_end_at_once(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                RawConnection client = proxy.connect()) {
            RawConnection served = backend.take();
            client.send("up");
            served.send("down");
            CompletableFuture<Void> finished = Async.run(() -> {
                served.finish();
                return null;
            });
            client.finish();
            Async.get(finished);

            assertThat(client.receiveAll()).asString().isEqualTo("down");
            assertThat(served.receiveAll()).asString().isEqualTo("up");
            assertThat(proxy.report().reason()).isIn(CloseReason.CLIENT_CLOSED, CloseReason.BACKEND_CLOSED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void bytes_and_FIN_from_before_the_backend_connection_are_not_lost_on_the_retries(Net net) throws Exception {
        byte[] request = SeededBytes.of(3, 300_000);
        try (RefusingPort blackHole = RefusingPort.silent();
                RawBackend backend = RawBackend.start(RawBackend::echo);
                TestProxy proxy = new TestProxy(
                        Setup.on(net).loops(1).connect(Duration.ofMillis(700), 3, Duration.ofSeconds(5)))) {
            BackendNode hole = proxy.join(blackHole.port(), 100, 0);
            RawConnection client = proxy.connect();
            Writing sent = Writing.thenFinish(client, 3, request.length);
            Async.until(() -> hole.open() == 1);
            proxy.join(backend.port(), 100, 0);

            assertThat(client.receiveAll()).isEqualTo(request);
            sent.sha256();
            SessionReport report = proxy.report();
            assertThat(report.attempts()).isEqualTo(2);
            assertThat(report.reason()).isEqualTo(CloseReason.CLIENT_CLOSED);
            client.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_answer_given_before_the_backend_breaks_the_upload_still_arrives(Net net) throws Exception {
        try (RawBackend backend = RawBackend.start(RelayIT::refuseUpload);
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                RawConnection client = proxy.connect()) {
            Writing upload = Writing.endless(client);

            assertThat(client.receiveLine()).isEqualTo("too large");
            assertThat(upload.end()).failsWithin(TestProxy.LIMIT);
            assertThat(proxy.report().reason()).isEqualTo(CloseReason.BACKEND_RESET);
        }
    }

    private static void refuseUpload(RawConnection connection) throws IOException {
        connection.receive(1000);
        connection.send("too large\n");
        connection.close();
    }
}
