package io.equipoise.balancer.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RawConnection;
import io.equipoise.testkit.SeededBytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How sessions end: FIN and reset from either side, rows C4 to C11 of the fault catalogue. */
class ClientEndsIT {
    private static final int MIB = 1024 * 1024;

    @ParameterizedTest
    @EnumSource
    void C4_a_client_that_half_closes_gets_its_answer(Net net) throws Exception {
        try (RawBackend backend = RawBackend.start(connection -> {
                    connection.receiveAll();
                    connection.send(SeededBytes.of(4, 100_000));
                    connection.finish();
                });
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                RawConnection client = proxy.connect()) {
            client.send("question");
            client.finish();
            assertThat(client.receiveAll()).isEqualTo(SeededBytes.of(4, 100_000));
        }
    }

    @ParameterizedTest
    @EnumSource
    void C5_a_late_and_long_answer_to_a_half_closed_client_that_reads_slowly_is_whole(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = TestProxy.over(Setup.on(net).loops(1), backend.port());
                RawConnection client = RawConnection.to(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port()), 16 * 1024)) {
            RawConnection served = backend.take();
            client.send("question");
            client.finish();
            assertThat(served.receiveAll()).asString().isEqualTo("question");
            proxy.advance(Duration.ofMinutes(59));
            Writing answer = Writing.thenFinish(served, 5, 4 * MIB);
            answer.awaitStall();

            assertThat(client.receiveAll()).isEqualTo(SeededBytes.of(5, 4 * MIB));
            assertThat(proxy.report().reason()).isEqualTo(CloseReason.CLIENT_CLOSED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void C5_half_closed_clients_that_do_not_read_cost_no_thread(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                Crowd crowd = new Crowd(proxy, backend)) {
            crowd.add(10);
            List<Writing> answers = new ArrayList<>();
            for (Crowd.Pair pair : crowd.pairs()) {
                pair.client().finish();
                assertThat(pair.served().receiveAll()).isEmpty();
                answers.add(Writing.thenFinish(pair.served(), 5, 16 * MIB));
            }
            for (Writing answer : answers) {
                answer.awaitStall();
            }

            assertThat(kernelThreads()).isEmpty();
            for (Crowd.Pair pair : crowd.pairs()) {
                assertThat(SeededBytes.read(pair.client().in(), 16 * MIB)).isEqualTo(SeededBytes.sha256(5, 16 * MIB));
            }
        }
    }

    /** Those that the kernel adds to this process to wait on its behalf. */
    private static List<String> kernelThreads() throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            return threads.map(ClientEndsIT::nameOf)
                    .filter(name -> name.startsWith("iou-"))
                    .toList();
        }
    }

    private static String nameOf(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).strip();
        } catch (IOException e) {
            return "ended";
        }
    }

    @ParameterizedTest
    @EnumSource
    void C6_an_upload_goes_on_after_the_backend_has_half_closed(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                RawConnection client = proxy.connect()) {
            RawConnection served = backend.take();
            served.send("done");
            served.finish();
            assertThat(client.receiveAll()).asString().isEqualTo("done");
            Writing upload = Writing.thenFinish(client, 6, 8 * MIB);

            assertThat(SeededBytes.read(served.in(), 8 * MIB)).isEqualTo(upload.sha256());
            assertThat(served.receiveAll()).isEmpty();
            assertThat(proxy.report().reason()).isEqualTo(CloseReason.BACKEND_CLOSED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void C7_a_reset_after_a_FIN_releases_the_backend_while_data_flows(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                RawConnection client = proxy.connect()) {
            Writing flood = Writing.endless(backend.take());
            client.finish();
            client.receive(1000);
            client.reset();

            assertThat(proxy.report().reason()).isEqualTo(CloseReason.CLIENT_RESET);
            assertThat(flood.end()).failsWithin(Duration.ofSeconds(10));
        }
    }

    @ParameterizedTest
    @EnumSource
    void C8_a_reset_after_a_FIN_releases_the_backend_while_both_are_silent(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                RawConnection client = proxy.connect()) {
            RawConnection served = backend.take();
            client.finish();
            assertThat(served.receiveAll()).isEmpty();
            client.reset();

            assertThat(proxy.report().reason()).isEqualTo(CloseReason.CLIENT_RESET);
            Async.until(() -> isBroken(served));
        }
    }

    /** Whether the peer has reset it, which reading does not show any more after a FIN. */
    private static boolean isBroken(RawConnection connection) {
        try {
            connection.send("x");
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @ParameterizedTest
    @EnumSource
    void C9_a_reset_by_the_client_reaches_the_backend_as_one(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                RawConnection client = proxy.connect()) {
            RawConnection served = backend.take();
            client.send("some");
            assertThat(served.receive(4)).asString().isEqualTo("some");
            client.reset();

            assertThat(served.awaitEnd()).isEqualTo(RawConnection.End.RESET);
            assertThat(proxy.report().reason()).isEqualTo(CloseReason.CLIENT_RESET);
        }
    }

    @ParameterizedTest
    @EnumSource
    void C9_a_reset_reaches_a_backend_that_does_not_read(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                RawConnection client = proxy.connect()) {
            RawConnection served = backend.take();
            Writing upload = Writing.endless(client);
            upload.awaitStall();
            client.reset();

            assertThat(proxy.report().reason()).isEqualTo(CloseReason.CLIENT_RESET);
            assertThat(served.awaitEnd()).isEqualTo(RawConnection.End.RESET);
        }
    }

    @ParameterizedTest
    @EnumSource
    void C10_a_reset_by_the_backend_reaches_the_client_as_one(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                RawConnection client = proxy.connect()) {
            RawConnection served = backend.take();
            served.send("part");
            assertThat(client.receive(4)).asString().isEqualTo("part");
            served.reset();

            assertThat(client.awaitEnd()).isEqualTo(RawConnection.End.RESET);
            assertThat(proxy.report().reason()).isEqualTo(CloseReason.BACKEND_RESET);
        }
    }

    @ParameterizedTest
    @EnumSource
    void C10_a_reset_reaches_a_client_that_does_not_read(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                RawConnection client = proxy.connect()) {
            RawConnection served = backend.take();
            Writing download = Writing.endless(served);
            download.awaitStall();
            served.reset();

            assertThat(proxy.report().reason()).isEqualTo(CloseReason.BACKEND_RESET);
            assertThat(client.awaitEnd()).isEqualTo(RawConnection.End.RESET);
        }
    }

    @ParameterizedTest
    @EnumSource
    void C11_a_backend_hears_of_a_clean_close_within_100_ms(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                Crowd crowd = new Crowd(proxy, backend)) {
            Duration heard = Timing.median(9, () -> {
                Crowd.Pair pair = crowd.open();
                pair.exchange();
                long before = System.nanoTime();
                pair.end();
                return System.nanoTime() - before;
            });
            assertThat(heard).isLessThan(Duration.ofMillis(100));
        }
    }
}
