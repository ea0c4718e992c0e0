package io.equipoise.balancer.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.equipoise.balancer.proxy.RunningSessions.Filter;
import io.equipoise.balancer.proxy.SessionView.State;
import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RawConnection;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions that are looked at and ended while they run. */
class RunningSessionsIT {
    private static final Duration LONG = Duration.ofMinutes(5);

    @ParameterizedTest
    @EnumSource
    void a_session_is_shown_as_it_is_now(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                RawConnection client = proxy.connect();
                RawConnection served = backend.take()) {
            SessionView fresh = only(proxy);
            assertThat(fresh.listener()).isEqualTo("test");
            assertThat(fresh.service()).isEqualTo(Setup.SERVICE);
            assertThat(port(fresh)).isEqualTo(client.localPort());
            assertThat(fresh.attempts()).isEqualTo(1);
            assertThat(fresh.firstByteNanos()).isEqualTo(-1);
            assertThat(fresh.reason()).isNull();

            client.send("0123456789");
            assertThat(served.receive(10)).hasSize(10);
            served.send("abc");
            assertThat(client.receive(3)).hasSize(3);

            SessionView spoken = only(proxy);
            assertThat(spoken.id()).isEqualTo(fresh.id());
            assertThat(spoken.state()).isEqualTo(State.RELAYING);
            assertThat(spoken.bytesFromClient()).isEqualTo(10);
            assertThat(spoken.bytesFromBackend()).isEqualTo(3);
            Async.until(() -> proxy.bytes().equals(List.of(10L, 3L)));
            assertThat(spoken.connectNanos()).isPositive();
            assertThat(spoken.firstByteNanos()).isPositive();
            assertThat(spoken.totalNanos()).isGreaterThan(fresh.totalNanos());
            assertThat(TestProxy.get(proxy.running().find(spoken.id())))
                    .hasValueSatisfying(view -> assertThat(view.id()).isEqualTo(spoken.id()));

            new Crowd.Pair(client, served).end();
            assertThat(proxy.report().id()).isEqualTo(spoken.id());
            assertThat(TestProxy.get(proxy.running().find(spoken.id()))).isEmpty();
            assertThat(list(proxy, Filter.ALL)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void sessions_are_shown_by_service_backend_and_listener(Net net) throws Exception {
        try (RawBackend one = RawBackend.queued();
                RawBackend other = RawBackend.queued();
                TestProxy proxy = TestProxy.over(Setup.on(net), one.port(), other.port());
                RawConnection first = proxy.connect();
                RawConnection second = proxy.connect()) {
            Async.until(() -> list(proxy, Filter.ALL).size() == 2);
            String id = "backend-" + other.port();
            assertThat(list(proxy, new Filter(Setup.SERVICE, id, "test")))
                    .singleElement()
                    .satisfies(view -> assertThat(view.backend().id()).isEqualTo(id));
            assertThat(list(proxy, new Filter("other", null, null))).isEmpty();
            assertThat(list(proxy, new Filter(null, null, "other"))).isEmpty();
            assertThat(list(proxy, new Filter(null, "other", null))).isEmpty();
            first.reset();
            second.reset();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_session_that_is_ended_is_reset_on_both_sides_and_counted_once(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                RawConnection client = proxy.connect();
                RawConnection served = backend.take();
                RawConnection neighbour = proxy.connect();
                RawConnection servedNeighbour = backend.take()) {
            new Crowd.Pair(client, served).exchange();
            long id = idOf(proxy, client);
            List<CompletableFuture<Boolean>> ends = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                ends.add(proxy.running().end(id).toCompletionStage().toCompletableFuture());
            }
            int ended = 0;
            for (CompletableFuture<Boolean> end : ends) {
                ended += Async.get(end) ? 1 : 0;
            }

            assertThat(ended).isEqualTo(1);
            assertThat(client.awaitEnd()).isEqualTo(RawConnection.End.RESET);
            assertThat(served.awaitEnd()).isEqualTo(RawConnection.End.RESET);
            SessionReport report = proxy.report();
            assertThat(report.id()).isEqualTo(id);
            assertThat(report.reason()).isEqualTo(CloseReason.KILLED_BY_ADMIN);
            assertThat(proxy.backendFailures()).isEmpty();
            new Crowd.Pair(neighbour, servedNeighbour).exchange();
            assertThat(TestProxy.get(proxy.running().end(id + 4))).isFalse();
            assertThat(TestProxy.get(proxy.running().end(-1))).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_session_that_waits_is_shown_so_and_can_be_ended(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = new TestProxy(Setup.on(net).queue(1, LONG))) {
            proxy.join(backend.port(), 100, 1);
            try (RawConnection first = proxy.connect();
                    RawConnection served = backend.take();
                    RawConnection waiting = proxy.connect()) {
                Async.until(() -> proxy.queued() == 1);
                SessionView view = list(proxy, Filter.ALL).stream()
                        .filter(each -> each.state() == State.WAITING)
                        .findFirst()
                        .orElseThrow();
                assertThat(view.backend()).isNull();
                assertThat(view.queueNanos()).isPositive();
                assertThat(TestProxy.get(proxy.running().end(view.id()))).isTrue();

                assertThat(waiting.awaitEnd()).isEqualTo(RawConnection.End.RESET);
                assertThat(proxy.report().reason()).isEqualTo(CloseReason.KILLED_BY_ADMIN);
                assertThat(proxy.queued()).isZero();
                new Crowd.Pair(first, served).exchange();
            }
        }
    }

    /** They wait, which costs a test half the descriptors. */
    @ParameterizedTest
    @EnumSource(names = "EPOLL")
    void page_by_page_5000_sessions_are_shown_once_each_while_others_come_and_go(Net net) throws Exception {
        List<RawConnection> staying = new ArrayList<>();
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = new TestProxy(Setup.on(net).queue(6_000, LONG))) {
            proxy.join(backend.port(), 100, 1);
            for (int i = 0; i < 5_000; i++) {
                staying.add(proxy.connect());
            }
            Async.until(() -> proxy.queued() == 4_999);
            for (int pass = 0; pass < 3; pass++) {
                assertShownOnceEach(proxy, staying);
            }
        } finally {
            for (RawConnection client : staying) {
                client.close();
            }
        }
    }

    /** Before each page somebody comes and goes, and somebody comes who goes after the last. */
    private static void assertShownOnceEach(TestProxy proxy, List<RawConnection> staying) throws IOException {
        List<RawConnection> passing = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        List<Long> ids = new ArrayList<>();
        List<SessionView> page;
        do {
            long after = ids.isEmpty() ? 0 : ids.get(ids.size() - 1);
            page = TestProxy.get(proxy.running().list(Filter.ALL, after, 97));
            proxy.connect().reset();
            passing.add(proxy.connect());
            page.forEach(view -> ids.add(view.id()));
            page.forEach(view -> ports.add(port(view)));
        } while (page.size() == 97);
        for (RawConnection client : passing) {
            client.reset();
        }
        assertThat(ids).isSorted().doesNotHaveDuplicates();
        assertThat(ports)
                .containsAll(staying.stream().map(RawConnection::localPort).toList());
    }

    @ParameterizedTest
    @EnumSource
    void a_loop_that_does_not_answer_within_a_second_fails_the_call(Net net) throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        Setup setup = Setup.on(net).loops(1).selectors((nodes, rotation) -> request -> {
            stuck.countDown();
            awaitUninterruptibly(over);
            return nodes.get(0);
        });
        try (RawBackend backend = RawBackend.start(RawBackend::echo);
                TestProxy proxy = TestProxy.over(setup, backend.port());
                RawConnection client = proxy.connect()) {
            assertThat(stuck.await(30, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> listFromElsewhere(proxy)).hasRootCauseInstanceOf(TimeoutException.class);
            over.countDown();
            Async.until(() -> list(proxy, Filter.ALL).size() == 1);
            client.send("echo\n");
            assertThat(client.receiveLine()).isEqualTo("echo");
        } finally {
            over.countDown();
        }
    }

    /** As the loop that is stuck could not tell that it is, each of all loops asks. */
    private static List<SessionView> listFromElsewhere(TestProxy proxy) throws Exception {
        CompletableFuture<List<SessionView>> answer = new CompletableFuture<>();
        for (int i = 0; i < VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE; i++) {
            ((VertxInternal) proxy.vertx())
                    .createEventLoopContext()
                    .runOnContext(v -> proxy.running()
                            .list(Filter.ALL, 0, 10)
                            .onComplete(answer::complete, answer::completeExceptionally));
        }
        return Async.get(answer);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long idOf(TestProxy proxy, RawConnection client) {
        return list(proxy, Filter.ALL).stream()
                .filter(view -> port(view) == client.localPort())
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static int port(SessionView view) {
        return ((InetSocketAddress) view.client()).getPort();
    }

    private static List<SessionView> list(TestProxy proxy, Filter filter) {
        return TestProxy.get(proxy.running().list(filter, 0, 10));
    }

    private static SessionView only(TestProxy proxy) {
        List<SessionView> all = list(proxy, Filter.ALL);
        assertThat(all).hasSize(1);
        return all.get(0);
    }
}
