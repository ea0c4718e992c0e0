package io.equipoise.balancer.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.HealthState;
import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RawConnection;
import io.equipoise.testkit.RefusingPort;
import io.equipoise.testkit.SeededBytes;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What backends do to sessions: rows that begin with B, and O6. Probes have no part in it. */
class BackendFaultsIT {
    private static final int MIB = 1024 * 1024;

    @ParameterizedTest
    @EnumSource
    void B1_a_refused_port_leads_to_the_next_backend_and_no_client_sees_it(Net net) throws Exception {
        try (RefusingPort refusing = RefusingPort.refusing();
                RawBackend backend = RawBackend.start(RawBackend::echo);
                TestProxy proxy = TestProxy.over(Setup.on(net), refusing.port(), backend.port())) {
            for (int i = 0; i < 20; i++) {
                proxy.echo();
            }
            assertThat(proxy.reports(20))
                    .allSatisfy(report -> assertThat(report.reason()).isEqualTo(CloseReason.CLIENT_CLOSED));
            assertThat(proxy.connectFailures()).isNotEmpty().containsOnly(CloseReason.CONNECT_REFUSED);
            assertThat(proxy.join(refusing.port(), 100, 0).failures())
                    .isEqualTo(proxy.connectFailures().size());
        }
    }

    /** Its close is a reset when the client's bytes were there before. */
    @ParameterizedTest
    @EnumSource
    void B5_a_backend_that_accepts_and_closes_has_failed_each_time(Net net) throws Exception {
        assertFailsEachTime(net, RawBackend::closeAtOnce, CloseReason.BACKEND_CLOSED, CloseReason.BACKEND_RESET);
    }

    /** Its reset fails the connect when it is there before the balancer looks whether that is done. */
    @ParameterizedTest
    @EnumSource
    void B6_a_backend_that_accepts_and_resets_has_failed_each_time(Net net) throws Exception {
        assertFailsEachTime(net, RawBackend::resetAtOnce, CloseReason.BACKEND_RESET, CloseReason.CONNECT_REFUSED);
    }

    private static void assertFailsEachTime(Net net, RawBackend.Behaviour behaviour, CloseReason... reasons)
            throws Exception {
        Setup setup = Setup.on(net).connect(Duration.ofSeconds(2), 1, Duration.ofSeconds(5));
        try (RawBackend backend = RawBackend.start(behaviour);
                TestProxy proxy = new TestProxy(setup)) {
            BackendNode node = proxy.join(backend.port(), 100, 0);
            for (int i = 1; i <= 5; i++) {
                ask(proxy);
                proxy.reports(i);
            }
            assertThat(node.consecutiveFailures()).isEqualTo(5);
            assertThat(proxy.backendFailures()).hasSize(5).isSubsetOf(reasons);
        }
    }

    /** A reset may come while the client still connects or sends. */
    private static void ask(TestProxy proxy) throws IOException {
        try (RawConnection client = proxy.connect()) {
            client.send("anybody there?");
            client.awaitEnd();
        } catch (SocketException e) {
            assertThat(e).hasMessageMatching(".*(reset|Socket is closed).*");
        }
    }

    @ParameterizedTest
    @EnumSource
    void B7_a_backend_that_accepts_and_stalls_has_failed_when_the_idle_timeout_is_over(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = new TestProxy(Setup.on(net).loops(1))) {
            BackendNode node = proxy.join(backend.port(), 100, 0);
            try (RawConnection client = proxy.connect()) {
                client.send("anybody there?");
                backend.take().receive(14);
                proxy.advance(Duration.ofHours(1));
                assertThat(client.awaitEnd()).isEqualTo(RawConnection.End.RESET);
            }
            assertThat(proxy.report().reason()).isEqualTo(CloseReason.IDLE);
            assertThat(node.consecutiveFailures()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void B10_a_black_hole_costs_its_own_client_the_connect_timeout_and_others_nothing(Net net) throws Exception {
        Setup setup = Setup.on(net).loops(1).connect(Duration.ofSeconds(1), 3, Duration.ofSeconds(5));
        try (RefusingPort blackHole = RefusingPort.silent();
                RawBackend backend = RawBackend.start(RawBackend::echo);
                TestProxy proxy = TestProxy.over(setup, blackHole.port());
                RawConnection unlucky = proxy.connect()) {
            Async.until(() -> proxy.join(blackHole.port(), 100, 0).open() == 1);
            proxy.join(backend.port(), 100, 0);
            proxy.health(blackHole.port(), HealthState.Status.DOWN);
            for (int i = 0; i < 10; i++) {
                proxy.echo();
            }
            assertThat(proxy.connectFailures()).as("the loop was not blocked").isEmpty();

            unlucky.send("and I?\n");
            assertThat(unlucky.receiveLine()).isEqualTo("and I?");
            assertThat(proxy.connectFailures()).containsExactly(CloseReason.CONNECT_TIMEOUT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void B10_the_client_is_refused_when_every_connect_has_timed_out(Net net) throws Exception {
        Setup setup = Setup.on(net).connect(Duration.ofMillis(200), 2, Duration.ofSeconds(5));
        try (RefusingPort blackHole = RefusingPort.silent();
                TestProxy proxy = TestProxy.over(setup, blackHole.port());
                RawConnection client = proxy.connect()) {
            assertThat(client.awaitEnd()).isEqualTo(RawConnection.End.RESET);
            SessionReport report = proxy.report();
            assertThat(report.reason()).isEqualTo(CloseReason.CONNECT_TIMEOUT);
            assertThat(report.attempts()).isEqualTo(2);
            assertThat(report.connectNanos()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void B10_all_attempts_together_end_at_the_deadline(Net net) throws Exception {
        Setup setup = Setup.on(net).connect(Duration.ofSeconds(20), 100, Duration.ofMillis(300));
        try (RefusingPort blackHole = RefusingPort.silent();
                TestProxy proxy = TestProxy.over(setup, blackHole.port());
                RawConnection client = proxy.connect()) {
            assertThat(client.awaitEnd()).isEqualTo(RawConnection.End.RESET);
            assertThat(proxy.report().reason()).isEqualTo(CloseReason.CONNECT_TIMEOUT);
            assertThat(Duration.ofNanos(proxy.report().totalNanos()))
                    .isBetween(Duration.ofMillis(300), Duration.ofSeconds(10));
        }
    }

    @ParameterizedTest
    @EnumSource
    void B11_a_reset_mid_stream_is_passed_on_and_nothing_is_sent_again(Net net) throws Exception {
        try (RawBackend resetting = RawBackend.queued();
                RawBackend other = RawBackend.queued();
                TestProxy proxy = TestProxy.over(Setup.on(net), resetting.port());
                RawConnection client = proxy.connect()) {
            RawConnection served = resetting.take();
            proxy.join(other.port(), 100, 0);
            client.send("transfer 100");
            assertThat(served.receive(12)).asString().isEqualTo("transfer 100");
            served.reset();

            assertThat(client.awaitEnd()).isEqualTo(RawConnection.End.RESET);
            assertThat(proxy.report().attempts()).isEqualTo(1);
            assertThat(other.acceptedCount()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void B12_a_backend_that_reads_slowly_slows_its_client_and_nobody_else(Net net) throws Exception {
        // What the kernels of a test's peers would hold is none of the balancer's doing.
        try (RawBackend slow = RawBackend.queuedWithReceiveBuffer(64 * 1024);
                RawBackend quick = RawBackend.start(RawBackend::echo);
                TestProxy proxy = TestProxy.over(Setup.on(net).loops(1), slow.port());
                RawConnection client = proxy.connect()) {
            RawConnection served = slow.take();
            proxy.join(quick.port(), 100, 0);
            proxy.join(slow.port(), 0, 0);
            Writing upload = Writing.start(client, 12, 64L * MIB);
            upload.awaitStall();
            // The kernel alone may hold 32 MiB of it on the balancer's side (tcp_rmem).
            assertThat(upload.written()).isLessThan(48L * MIB);
            assertThat(Held.now()).isLessThanOrEqualTo(256 * 1024);
            proxy.echo();

            assertThat(SeededBytes.read(new SlowStream(served.in(), upload), 64L * MIB))
                    .isEqualTo(upload.sha256());
        }
    }

    @ParameterizedTest
    @EnumSource
    void B13_a_backend_that_closes_early_on_an_upload_stops_its_client_within_100_ms(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                Crowd crowd = new Crowd(proxy, backend)) {
            Duration told = Timing.median(9, () -> {
                Crowd.Pair pair = crowd.open();
                Writing upload = Writing.endless(pair.client());
                pair.served().receive(100_000);
                long before = System.nanoTime();
                pair.served().close();
                assertThat(upload.end()).failsWithin(TestProxy.LIMIT);
                return System.nanoTime() - before;
            });
            assertThat(told).isLessThan(Duration.ofMillis(100));
        }
    }

    @ParameterizedTest
    @EnumSource
    void B20_without_a_healthy_backend_clients_are_refused_at_once_until_one_is_back(Net net) throws Exception {
        try (RawBackend backend = RawBackend.start(RawBackend::echo);
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port())) {
            proxy.remove(backend.port());
            assertRefusedAtOnce(proxy, CloseReason.NO_BACKEND);

            proxy.join(backend.port(), 100, 0);
            proxy.echo();
        }
    }

    @ParameterizedTest
    @EnumSource
    void B20_when_every_port_refuses_clients_are_refused_at_once_until_one_listens(Net net) throws Exception {
        int port;
        try (RawBackend first = RawBackend.start(RawBackend::echo)) {
            port = first.port();
        }
        try (RefusingPort refusing = RefusingPort.refusing();
                TestProxy proxy = TestProxy.over(Setup.on(net), port, refusing.port())) {
            assertRefusedAtOnce(proxy, CloseReason.CONNECT_REFUSED);

            try (RawBackend back = RawBackend.startOn(port, RawBackend::echo)) {
                proxy.echo();
                assertThat(back.acceptedCount()).isEqualTo(1);
            }
        }
    }

    private static void assertRefusedAtOnce(TestProxy proxy, CloseReason reason) throws Exception {
        Duration refused = Timing.median(9, () -> {
            long before = System.nanoTime();
            proxy.assertRefuses();
            return System.nanoTime() - before;
        });
        assertThat(refused).isLessThan(Duration.ofMillis(50));
        assertThat(proxy.reports(9))
                .allSatisfy(report -> assertThat(report.reason()).isEqualTo(reason));
    }

    @ParameterizedTest
    @EnumSource
    void O6_sessions_on_a_backend_that_is_removed_finish_and_new_ones_go_elsewhere(Net net) throws Exception {
        try (RawBackend leaving = RawBackend.queued();
                RawBackend staying = RawBackend.start(RawBackend::echo);
                TestProxy proxy = TestProxy.over(Setup.on(net), leaving.port());
                Crowd crowd = new Crowd(proxy, leaving)) {
            crowd.add(20);
            proxy.join(staying.port(), 100, 0);
            proxy.remove(leaving.port());
            for (int i = 0; i < 20; i++) {
                proxy.echo();
            }
            crowd.assertAlive();
            crowd.end();

            assertThat(leaving.acceptedCount()).isEqualTo(20);
            assertThat(proxy.reports(40))
                    .allSatisfy(report -> assertThat(report.reason()).isEqualTo(CloseReason.CLIENT_CLOSED));
        }
    }
}
