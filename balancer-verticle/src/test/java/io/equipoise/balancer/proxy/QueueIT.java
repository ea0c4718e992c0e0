package io.equipoise.balancer.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RawConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions that wait because every backend has as many as it may. */
class QueueIT {
    private static final Duration LONG = Duration.ofMinutes(1);

    /** Over one backend that takes one session at a time. */
    private static TestProxy proxy(Setup setup, RawBackend backend) {
        TestProxy proxy = new TestProxy(setup);
        proxy.join(backend.port(), 100, 1);
        return proxy;
    }

    @ParameterizedTest
    @EnumSource
    void who_comes_when_the_queue_is_full_is_refused_at_once(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = proxy(Setup.on(net).queue(1, LONG), backend);
                RawConnection first = proxy.connect();
                RawConnection served = backend.take();
                RawConnection waiting = proxy.connect()) {
            Async.until(() -> proxy.queued() == 1);
            proxy.assertRefuses();
            assertThat(proxy.report().reason()).isEqualTo(CloseReason.QUEUE_FULL);
            assertThat(proxy.queued()).isEqualTo(1);
            new Crowd.Pair(first, served).end();
            new Crowd.Pair(waiting, backend.take()).exchange();
        }
    }

    @ParameterizedTest
    @EnumSource
    void who_has_waited_for_the_queue_timeout_is_refused(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = proxy(Setup.on(net).loops(1).queue(1, Duration.ofMillis(400)), backend);
                RawConnection first = proxy.connect();
                RawConnection served = backend.take();
                RawConnection waiting = proxy.connect()) {
            assertThat(waiting.awaitEnd()).isEqualTo(RawConnection.End.RESET);

            SessionReport report = proxy.report();
            assertThat(report.reason()).isEqualTo(CloseReason.QUEUE_TIMEOUT);
            assertThat(Duration.ofNanos(report.queueNanos())).isGreaterThanOrEqualTo(Duration.ofMillis(400));
            assertThat(report.attempts()).isZero();
            assertThat(report.backend()).isNull();
            assertThat(proxy.queued()).isZero();
            new Crowd.Pair(first, served).exchange();
        }
    }

    @ParameterizedTest
    @EnumSource
    void those_who_wait_are_served_in_order_and_what_they_have_sent_is_not_lost(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = proxy(Setup.on(net).queue(10, LONG), backend);
                RawConnection first = proxy.connect();
                RawConnection served = backend.take()) {
            List<RawConnection> waiting = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                int before = i;
                RawConnection client = proxy.connect();
                waiting.add(client);
                client.send(i + "\n");
                Async.until(() -> proxy.queued() == before + 1);
            }
            new Crowd.Pair(first, served).end();

            for (int i = 0; i < 10; i++) {
                RawConnection next = backend.take();
                assertThat(next.receiveLine()).isEqualTo(String.valueOf(i));
                new Crowd.Pair(waiting.get(i), next).end();
            }
            assertThat(proxy.reports(11))
                    .filteredOn(report -> report.queueNanos() > 0)
                    .hasSize(10);
        }
    }

    @ParameterizedTest
    @EnumSource
    void room_on_one_loop_wakes_a_session_of_another(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = proxy(Setup.on(net).loops(2).queue(1, LONG), backend);
                RawConnection first = proxy.connect();
                RawConnection served = backend.take();
                RawConnection waiting = proxy.connect()) {
            Async.until(() -> proxy.queued() == 1);
            assertThat(proxy.proxies())
                    .allSatisfy(loop -> assertThat(loop.openSessions()).isEqualTo(1));
            new Crowd.Pair(first, served).end();

            new Crowd.Pair(waiting, backend.take()).exchange();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_client_that_goes_while_it_waits_leaves_its_place_to_the_next(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = proxy(Setup.on(net).queue(2, LONG), backend);
                RawConnection first = proxy.connect();
                RawConnection served = backend.take();
                RawConnection gone = proxy.connect()) {
            Async.until(() -> proxy.queued() == 1);
            try (RawConnection next = proxy.connect()) {
                Async.until(() -> proxy.queued() == 2);
                gone.reset();
                assertThat(proxy.report().reason()).isEqualTo(CloseReason.CLIENT_RESET);
                assertThat(proxy.queued()).isEqualTo(1);
                new Crowd.Pair(first, served).end();

                new Crowd.Pair(next, backend.take()).exchange();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_backend_that_joins_takes_those_who_wait(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                RawBackend joining = RawBackend.queued();
                TestProxy proxy = proxy(Setup.on(net).queue(1, LONG), backend);
                RawConnection first = proxy.connect();
                RawConnection served = backend.take();
                RawConnection waiting = proxy.connect()) {
            Async.until(() -> proxy.queued() == 1);
            proxy.join(joining.port(), 100, 1);

            new Crowd.Pair(waiting, joining.take()).exchange();
            new Crowd.Pair(first, served).exchange();
        }
    }
}
