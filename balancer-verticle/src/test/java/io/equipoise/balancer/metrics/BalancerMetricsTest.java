package io.equipoise.balancer.metrics;

import static io.equipoise.balancer.metrics.Metered.LISTENER;
import static io.equipoise.balancer.metrics.Metered.ended;
import static io.equipoise.balancer.pool.Backends.SERVICE;
import static io.equipoise.balancer.pool.Backends.backend;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.Backends;
import io.equipoise.balancer.pool.HealthState;
import io.equipoise.balancer.pool.Lease;
import io.equipoise.balancer.pool.PoolUpdate;
import io.equipoise.balancer.pool.TestPool;
import io.equipoise.balancer.proxy.CloseReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BalancerMetricsTest {
    private static final List<CloseReason> REASONS = List.of(CloseReason.values());
    private static final Backend FIRST = backend(1);
    private static final Backend SECOND = backend(2);
    private static final String[] ON_FIRST = {"service", SERVICE, "backend", FIRST.id()};

    private final Metered metered = new Metered();

    @AfterEach
    void close() {
        metered.close();
    }

    @Test
    void a_balancer_that_has_seen_nobody_shows_its_listener_at_zero() {
        Exposition shown = metered.scrape();
        assertThat(shown.value("equipoise_sessions_opened_total", "listener", LISTENER, "service", SERVICE))
                .isZero();
        assertThat(shown.value("equipoise_sessions_open", "listener", LISTENER, "service", SERVICE))
                .isZero();
        assertThat(shown.series("equipoise_sessions_closed_total", "listener", LISTENER))
                .hasSize(CloseReason.values().length);
        assertThat(shown.value("equipoise_build_info", "version", "1.2.3")).isEqualTo(1);
        assertThat(shown.value("equipoise_direct_memory_bytes")).isEqualTo(4_096);
        assertThat(shown.value("equipoise_cluster_members")).isEqualTo(3);
        assertThat(shown.series("jvm_memory_used_bytes")).isNotEmpty();
    }

    @Test
    void what_several_loops_count_adds_up_exactly() throws Exception {
        metered.up(FIRST).up(SECOND);
        List<BackendNode> nodes = List.of(node(FIRST), node(SECOND));
        List<Callable<double[]>> loops = new ArrayList<>();
        for (int loop = 0; loop < 4; loop++) {
            loops.add(drive(new Random(loop), nodes));
        }
        double[] driven = new double[4];
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<double[]> loop : threads.invokeAll(loops)) {
                double[] one = loop.get();
                for (int i = 0; i < one.length; i++) {
                    driven[i] += one[i];
                }
            }
        } finally {
            threads.shutdownNow();
        }
        Exposition shown = metered.scrape();
        assertThat(shown.sum("equipoise_sessions_opened_total")).isEqualTo(driven[0]);
        assertThat(shown.sum("equipoise_sessions_closed_total")).isEqualTo(driven[0]);
        assertThat(shown.sum("equipoise_backend_sessions_closed_total")).isEqualTo(driven[0]);
        assertThat(shown.sum("equipoise_session_seconds_count")).isEqualTo(driven[0]);
        assertThat(shown.sum("equipoise_connect_attempts_total")).isEqualTo(driven[0]);
        assertThat(shown.sum("equipoise_received_bytes_total")).isEqualTo(driven[1]);
        assertThat(shown.sum("equipoise_backend_sent_bytes_total")).isEqualTo(driven[1]);
        assertThat(shown.sum("equipoise_sent_bytes_total")).isEqualTo(driven[2]);
        assertThat(shown.sum("equipoise_backend_received_bytes_total")).isEqualTo(driven[2]);
        assertThat(shown.sum("equipoise_backend_sessions_closed_total", "backend", FIRST.id()))
                .isEqualTo(driven[3]);
        assertThat(shown.sum("equipoise_sessions_open")).isZero();
    }

    @Test
    void bytes_are_counted_while_a_session_runs_and_the_rest_at_its_end() {
        metered.up(FIRST);
        metered.metrics().onBytes(LISTENER, SERVICE, FIRST, 100, 200);
        assertThat(metered.scrape().value("equipoise_backend_received_bytes_total", ON_FIRST))
                .isEqualTo(200);
        metered.session(node(FIRST), ended(FIRST, CloseReason.CLIENT_CLOSED, 1, 2));
        Exposition shown = metered.scrape();
        assertThat(shown.sum("equipoise_received_bytes_total")).isEqualTo(101);
        assertThat(shown.sum("equipoise_sent_bytes_total")).isEqualTo(202);
        assertThat(shown.value("equipoise_backend_sent_bytes_total", ON_FIRST)).isEqualTo(101);
        assertThat(shown.value("equipoise_backend_received_bytes_total", ON_FIRST))
                .isEqualTo(202);
    }

    @Test
    void a_session_is_in_the_bucket_of_its_time() {
        metered.up(FIRST);
        metered.session(node(FIRST), ended(FIRST, CloseReason.CLIENT_CLOSED, 1, 1));
        Exposition shown = metered.scrape();
        assertThat(shown.value("equipoise_connect_seconds_bucket", with("le", "0.001")))
                .isZero();
        assertThat(shown.value("equipoise_connect_seconds_bucket", with("le", "0.0025")))
                .isEqualTo(1);
        assertThat(shown.value("equipoise_first_byte_seconds_bucket", with("le", "0.0025")))
                .isZero();
        assertThat(shown.value("equipoise_first_byte_seconds_bucket", with("le", "0.005")))
                .isEqualTo(1);
        assertThat(shown.value("equipoise_session_seconds_sum", ON_FIRST)).isEqualTo(0.04);
        assertThat(bounds(shown, "equipoise_connect_seconds_bucket"))
                .startsWith("1.0E-4")
                .endsWith("60.0", "+Inf");
        assertThat(bounds(shown, "equipoise_session_seconds_bucket"))
                .startsWith("0.001")
                .endsWith("86400.0", "+Inf");
        assertThat(shown.series("equipoise_queue_wait_seconds_count")).isEmpty();
    }

    @Test
    void time_in_the_queue_is_shown_for_those_who_waited_also_in_vain() {
        metered.up(FIRST);
        metered.session(node(FIRST), Metered.report(FIRST, CloseReason.CLIENT_CLOSED, 7_000_000, 1, 1));
        metered.metrics().onAccepted(LISTENER, SERVICE);
        metered.metrics().onClosed(Metered.report(null, CloseReason.QUEUE_TIMEOUT, 5_000_000_000L, 0, 0));
        Exposition shown = metered.scrape();
        assertThat(shown.value("equipoise_queue_wait_seconds_sum", ON_FIRST)).isEqualTo(0.007);
        assertThat(shown.value("equipoise_queue_wait_seconds_sum", "service", SERVICE, "backend", ""))
                .isEqualTo(5);
        assertThat(shown.sum("equipoise_sessions_closed_total", "reason", "queue_timeout"))
                .isEqualTo(1);
    }

    @Test
    void connects_that_fail_are_counted_with_their_reason() {
        metered.up(FIRST);
        metered.lease(node(FIRST)).release(Lease.Outcome.FAILED);
        metered.metrics().onConnectFailed(node(FIRST), CloseReason.CONNECT_REFUSED);
        Exposition shown = metered.scrape();
        assertThat(shown.value("equipoise_connect_attempts_total", ON_FIRST)).isEqualTo(1);
        assertThat(shown.value("equipoise_connect_failures_total", with("reason", "connect_refused")))
                .isEqualTo(1);
    }

    @Test
    void the_pool_is_shown_by_state_and_panic_with_it() {
        metered.up(FIRST).up(SECOND).up(backend(3));
        metered.apply(new PoolUpdate.Upsert(Backends.in(backend(3), Backend.Mode.DRAINING)));
        metered.apply(new PoolUpdate.Upsert(backend(4)));
        metered.apply(TestPool.health(SECOND, HealthState.Status.DOWN));
        Exposition half = metered.scrape();
        assertThat(states(half)).containsExactly(1, 1, 1, 1, 0);
        assertThat(half.value("equipoise_panic", "service", SERVICE)).isZero();
        assertThat(half.value("equipoise_queue_length", "service", SERVICE)).isZero();
        assertThat(half.value("equipoise_backend_up", ON_FIRST)).isEqualTo(1);
        metered.apply(TestPool.health(FIRST, HealthState.Status.DOWN));
        Exposition none = metered.scrape();
        assertThat(none.value("equipoise_panic", "service", SERVICE)).isEqualTo(1);
        assertThat(none.value("equipoise_backend_up", ON_FIRST)).isZero();
    }

    @Test
    void how_late_a_loop_is_has_a_histogram() {
        metered.metrics().onLoopLate(300_000_000);
        assertThat(metered.scrape().value("equipoise_event_loop_lag_seconds_bucket", "le", "0.25"))
                .isZero();
        assertThat(metered.scrape().value("equipoise_event_loop_lag_seconds_count"))
                .isEqualTo(1);
    }

    private Callable<double[]> drive(Random random, List<BackendNode> nodes) {
        return () -> {
            double[] driven = new double[4];
            for (int i = 0; i < 2_000; i++) {
                BackendNode node = nodes.get(random.nextInt(nodes.size()));
                CloseReason reason = REASONS.get(random.nextInt(REASONS.size()));
                int in = random.nextInt(100_000);
                int out = random.nextInt(100_000);
                metered.session(node, ended(node.backend(), reason, in, out));
                driven[0]++;
                driven[1] += in;
                driven[2] += out;
                driven[3] += node == nodes.get(0) ? 1 : 0;
            }
            return driven;
        };
    }

    private BackendNode node(Backend backend) {
        return metered.pool().node(backend);
    }

    private static List<Integer> states(Exposition shown) {
        return List.of("up", "down", "unknown", "draining", "maintenance").stream()
                .map(state -> (int) shown.value("equipoise_backends", "service", SERVICE, "state", state))
                .toList();
    }

    private static List<String> bounds(Exposition shown, String name) {
        return shown.series(name, ON_FIRST).stream()
                .map(series -> series.labels().getOrDefault("le", ""))
                .toList();
    }

    private static String[] with(String label, String value) {
        return new String[] {"service", SERVICE, "backend", FIRST.id(), label, value};
    }
}
