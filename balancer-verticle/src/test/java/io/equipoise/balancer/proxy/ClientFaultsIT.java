package io.equipoise.balancer.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RawConnection;
import io.equipoise.testkit.SeededBytes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients do to bytes: rows C3, C12 to C15, C22 and C23 of the fault catalogue; C21 is in {@link RelayIT}. */
class ClientFaultsIT {
    private static final int MIB = 1024 * 1024;

    @ParameterizedTest
    @EnumSource
    void C3_a_backend_may_speak_first(Net net) throws Exception {
        try (RawBackend backend = RawBackend.start(connection -> {
                    connection.send("220 ready\n");
                    RawBackend.echo(connection);
                });
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                RawConnection client = proxy.connect()) {
            assertThat(client.receiveLine()).isEqualTo("220 ready");
        }
    }

    @ParameterizedTest
    @EnumSource
    void C12_a_client_that_never_reads_stalls_its_backend_and_nobody_else(Net net) throws Exception {
        AtomicLong written = new AtomicLong();
        byte[] chunk = new byte[64 * 1024];
        try (RawBackend backend = RawBackend.start(connection -> {
                    String first = connection.receiveLine();
                    if (!first.equals("flood")) {
                        connection.send(first + "\n");
                        return;
                    }
                    for (; written.get() < 64L * MIB; written.addAndGet(chunk.length)) {
                        connection.send(chunk);
                    }
                });
                TestProxy proxy = TestProxy.over(Setup.on(net).loops(1), backend.port());
                RawConnection client = proxy.connectWithReceiveBuffer(64 * 1024)) {
            client.send("flood\n");
            Async.untilStill(written::get);
            assertThat(written.get()).isLessThan(24L * MIB);
            assertThat(Held.now()).isLessThanOrEqualTo(256 * 1024);
            assertThat(Timing.median(3, () -> timedEcho(proxy))).isLessThan(Duration.ofSeconds(1));

            client.reset();
            Async.until(() -> backend.openCount() == 0);
        }
    }

    private static long timedEcho(TestProxy proxy) throws IOException {
        long before = System.nanoTime();
        proxy.echo();
        return System.nanoTime() - before;
    }

    @ParameterizedTest
    @EnumSource
    void C13_a_slow_reader_gets_all_at_little_cost(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                Held held = new Held();
                RawConnection client = proxy.connect()) {
            Writing download = Writing.start(backend.take(), 13, 64L * MIB);
            assertThat(SeededBytes.read(new SlowStream(client.in(), download), 64L * MIB))
                    .isEqualTo(download.sha256());
            assertThat(held.most()).isLessThanOrEqualTo(256 * 1024);
        }
    }

    @ParameterizedTest
    @EnumSource
    void C14_what_was_written_before_a_close_arrives_though_the_far_side_stalled(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                Crowd crowd = new Crowd(proxy, backend)) {
            crowd.add(96);
            List<Writing> writings = IntStream.range(0, 96)
                    .mapToObj(i -> Writing.thenClose(writer(crowd.pairs().get(i), i), i, lengthOf(i)))
                    .toList();
            Async.untilStill(() -> writings.stream().mapToLong(Writing::written).sum());

            for (int i = 0; i < 96; i++) {
                RawConnection reader = writer(crowd.pairs().get(i), i + 1);
                assertThat(reader.receiveAll()).isEqualTo(SeededBytes.of(i, lengthOf(i)));
            }
        }
    }

    private static RawConnection writer(Crowd.Pair pair, int i) {
        return i % 2 == 0 ? pair.client() : pair.served();
    }

    private static int lengthOf(int i) {
        return 1 + i * i * 337;
    }

    @ParameterizedTest
    @EnumSource
    void C15_single_bytes_are_not_held_back(Net net) throws Exception {
        try (RawBackend backend = RawBackend.start(RawBackend::echo);
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                RawConnection client = proxy.connect()) {
            Duration median = Timing.median(200, () -> {
                long before = System.nanoTime();
                client.send(new byte[] {(byte) before});
                assertThat(client.receive(1)).containsExactly((byte) before);
                return System.nanoTime() - before;
            });
            assertThat(median).isLessThan(Duration.ofMillis(35));
        }
    }

    @ParameterizedTest
    @EnumSource
    void C22_streams_do_not_mix(Net net) throws Exception {
        try (RawBackend backend = RawBackend.start(RawBackend::echo);
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port())) {
            List<CompletableFuture<Void>> streams = IntStream.range(0, 64)
                    .mapToObj(seed -> Async.<Void>run(() -> {
                        echoStream(proxy, seed);
                        return null;
                    }))
                    .toList();
            for (CompletableFuture<Void> stream : streams) {
                Async.get(stream);
            }
        }
    }

    private static void echoStream(TestProxy proxy, int seed) throws Exception {
        try (RawConnection client = proxy.connect()) {
            Writing sent = Writing.thenFinish(client, seed, 100_000);
            assertThat(client.receiveAll()).isEqualTo(SeededBytes.of(seed, 100_000));
            sent.sha256();
        }
    }

    @ParameterizedTest
    @EnumSource
    void C23_an_urgent_byte_does_not_stall_the_stream(Net net) throws Exception {
        try (RawBackend backend = RawBackend.start(RawBackend::echo);
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                RawConnection client = proxy.connect()) {
            for (int i = 0; i < 10; i++) {
                client.send("before\n");
                client.sendUrgent('!');
                client.send("after\n");
                assertThat(client.receiveLine()).isEqualTo("before");
                assertThat(client.receiveLine()).endsWith("after");
            }
        }
    }
}
