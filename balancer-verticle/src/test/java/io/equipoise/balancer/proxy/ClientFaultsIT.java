package io.equipoise.balancer.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RawConnection;
import io.equipoise.testkit.SeededBytes;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients do to a balancer: the rows of the fault catalogue that begin with C. */
class ClientFaultsIT {
    private static final int MIB = 1024 * 1024;

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

    private interface Leaving {
        void leave(RawConnection connection) throws IOException;
    }

    private static void leaveNoTrace(Net net, Leaving how) throws Exception {
        try (RawBackend backend = RawBackend.start(RawBackend::echo);
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                LogLines log = new LogLines()) {
            for (int i = 0; i < 500; i++) {
                how.leave(proxy.connect());
            }
            proxy.reports(500);
            long before = System.nanoTime();
            echo(proxy);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));

            proxy.reports(501);
            assertThat(proxy.openSessions()).isZero();
            assertThat(log.from(Level.INFO)).isEmpty();
        }
    }

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
    void C4_a_client_that_half_closes_gets_its_answer(Net net) throws Exception {
        try (RawBackend backend = RawBackend.start(connection -> answerAtTheEnd(connection, 100_000, 0));
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
        try (RawBackend backend = RawBackend.start(connection -> answerAtTheEnd(connection, 4 * MIB, 3_000));
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                RawConnection client = proxy.connect()) {
            client.send("question");
            client.finish();
            byte[] first = client.receive(1);
            Async.pause(200);
            byte[] rest = client.receiveAll();

            byte[] expected = SeededBytes.of(4, 4 * MIB);
            assertThat(first[0]).isEqualTo(expected[0]);
            assertThat(rest).isEqualTo(Arrays.copyOfRange(expected, 1, expected.length));
        }
    }

    private static void answerAtTheEnd(RawConnection connection, int length, int afterMillis) throws IOException {
        connection.receiveAll();
        Async.pause(afterMillis);
        connection.send(SeededBytes.of(4, length));
        connection.finish();
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
            CompletableFuture<String> sent = Async.run(() -> {
                String sum = SeededBytes.write(client.out(), 6, 8L * MIB);
                client.finish();
                return sum;
            });

            assertThat(SeededBytes.read(served.in(), 8L * MIB)).isEqualTo(Async.get(sent));
            assertThat(served.receiveAll()).isEmpty();
            assertThat(proxy.report().reason()).isEqualTo(CloseReason.BACKEND_CLOSED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void C7_a_reset_after_a_FIN_releases_the_backend_while_data_flows(Net net) throws Exception {
        try (RawBackend backend = RawBackend.start(connection -> SeededBytes.write(connection.out(), 7, 1L << 40));
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                RawConnection client = proxy.connect()) {
            client.finish();
            client.receive(1000);
            client.reset();

            assertThat(proxy.report().reason()).isEqualTo(CloseReason.CLIENT_RESET);
            await().atMost(Duration.ofSeconds(10)).until(() -> backend.openCount() == 0);
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
            CompletableFuture<Void> probing = Async.run(() -> {
                for (; ; Async.pause(10)) {
                    served.send("x");
                }
            });
            assertThat(probing).failsWithin(Duration.ofSeconds(10));
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
            CompletableFuture<String> upload = Async.run(() -> SeededBytes.write(client.out(), 9, 1L << 40));
            awaitStall(upload);
            client.reset();

            assertThat(proxy.report().reason()).isEqualTo(CloseReason.CLIENT_RESET);
            assertThat(served.awaitEnd()).isEqualTo(RawConnection.End.RESET);
        }
    }

    private static void awaitStall(CompletableFuture<String> writing) {
        Async.pause(500);
        assertThat(writing).isNotDone();
    }

    @ParameterizedTest
    @EnumSource
    void C10_a_reset_by_the_backend_reaches_the_client_as_one(Net net) throws Exception {
        try (RawBackend backend = RawBackend.start(connection -> {
                    connection.receive(4);
                    connection.send("part");
                    connection.receive(1);
                    connection.reset();
                });
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                RawConnection client = proxy.connect()) {
            client.send("some");
            assertThat(client.receive(4)).asString().isEqualTo("part");
            client.send("!");

            assertThat(client.awaitEnd()).isEqualTo(RawConnection.End.RESET);
            assertThat(proxy.report().reason()).isEqualTo(CloseReason.BACKEND_RESET);
        }
    }

    @ParameterizedTest
    @EnumSource
    @SuppressWarnings("try") // closing is what is tested
    void C11_a_backend_hears_of_a_clean_close_within_100_ms(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                RawConnection client = proxy.connect()) {
            RawConnection served = backend.take();
            client.send("bye");
            long before = System.nanoTime();
            client.close();

            assertThat(served.receiveAll()).asString().isEqualTo("bye");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(100));
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
                RawConnection client = proxy.connect()) {
            client.send("flood\n");
            await().atMost(TestProxy.LIMIT).until(() -> {
                long before = written.get();
                Async.pause(200);
                return before > 0 && before == written.get();
            });
            assertThat(written.get()).isLessThan(24L * MIB);
            assertThat(Held.now()).isLessThanOrEqualTo(256 * 1024);
            long before = System.nanoTime();
            echo(proxy);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));

            client.reset();
            await().atMost(Duration.ofSeconds(10)).until(() -> backend.openCount() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void C13_a_slow_reader_gets_all_at_little_cost(Net net) throws Exception {
        try (RawBackend backend = RawBackend.start(connection -> SeededBytes.write(connection.out(), 13, 64L * MIB));
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                Held held = new Held();
                RawConnection client = proxy.connect()) {
            assertThat(SeededBytes.read(new SlowStream(client.in()), 64L * MIB))
                    .isEqualTo(SeededBytes.sha256(13, 64L * MIB));
            assertThat(held.most()).isLessThanOrEqualTo(256 * 1024);
        }
    }

    @ParameterizedTest
    @EnumSource
    void C14_what_was_written_before_a_close_arrives_though_the_far_side_stalled(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port())) {
            for (int i = 0; i < 96; i++) {
                int length = 1 + i * i * 337;
                byte[] bytes = SeededBytes.of(i, length);
                try (RawConnection client = proxy.connect();
                        RawConnection served = backend.take()) {
                    RawConnection writer = i % 2 == 0 ? client : served;
                    RawConnection reader = i % 2 == 0 ? served : client;
                    CompletableFuture<Void> written = Async.run(() -> {
                        writer.send(bytes);
                        writer.close();
                        return null;
                    });
                    Async.pause(2);
                    assertThat(reader.receiveAll()).as("%d bytes", length).isEqualTo(bytes);
                    Async.get(written);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void C15_single_bytes_are_not_held_back(Net net) throws Exception {
        long[] nanos = new long[200];
        try (RawBackend backend = RawBackend.start(RawBackend::echo);
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                RawConnection client = proxy.connect()) {
            for (int i = 0; i < nanos.length; i++) {
                long before = System.nanoTime();
                client.send(new byte[] {(byte) i});
                assertThat(client.receive(1)[0]).isEqualTo((byte) i);
                nanos[i] = System.nanoTime() - before;
            }
        }
        Arrays.sort(nanos);
        assertThat(Duration.ofNanos(nanos[nanos.length / 2])).isLessThan(Duration.ofMillis(35));
    }

    @ParameterizedTest
    @EnumSource
    void C22_streams_do_not_mix(Net net) throws Exception {
        try (RawBackend backend = RawBackend.start(RawBackend::echo);
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port())) {
            List<CompletableFuture<Void>> streams = IntStream.range(0, 64)
                    .mapToObj(seed -> Async.<Void>run(() -> {
                        byte[] bytes = SeededBytes.of(seed, 100_000);
                        try (RawConnection client = proxy.connect()) {
                            CompletableFuture<Void> sent = Async.run(() -> {
                                client.send(bytes);
                                client.finish();
                                return null;
                            });
                            assertThat(client.receiveAll()).isEqualTo(bytes);
                            Async.get(sent);
                        }
                        return null;
                    }))
                    .toList();
            for (CompletableFuture<Void> stream : streams) {
                Async.get(stream);
            }
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

    static void echo(TestProxy proxy) throws IOException {
        try (RawConnection client = proxy.connect()) {
            client.send("echo\n");
            assertThat(client.receiveLine()).isEqualTo("echo");
        }
    }
}
