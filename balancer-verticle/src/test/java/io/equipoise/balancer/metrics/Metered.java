package io.equipoise.balancer.metrics;

import static io.equipoise.balancer.pool.Backends.SERVICE;

import io.equipoise.balancer.config.ListenerConfig;
import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.Backends;
import io.equipoise.balancer.pool.HealthState;
import io.equipoise.balancer.pool.Lease;
import io.equipoise.balancer.pool.PoolEvent;
import io.equipoise.balancer.pool.PoolUpdate;
import io.equipoise.balancer.pool.TestPool;
import io.equipoise.balancer.pool.TestRequest;
import io.equipoise.balancer.proxy.CloseReason;
import io.equipoise.balancer.proxy.SessionReport;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pool and the metrics that hear of it, driven as the balancer would. */
final class Metered implements AutoCloseable {
    static final String LISTENER = "front";
    static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    static final InetSocketAddress CLIENT = Backends.address(99);

    private final TestPool pool;
    private final BalancerMetrics metrics;

    Metered(String listener) {
        this(listener, 1_000);
    }

    Metered(String listener, int backendHistograms) {
        pool = new TestPool((nodes, rotation) ->
                request -> nodes.stream().filter(request::admits).findFirst().orElse(null));
        metrics = new BalancerMetrics(
                List.of(new ListenerConfig(listener, "127.0.0.1", 0, SERVICE, 128)),
                backendHistograms,
                () -> {},
                pool.pool()::snapshot,
                () -> 4_096,
                () -> 3,
                "1.2.3",
                () -> NOW);
    }

    Metered() {
        this(LISTENER);
    }

    BalancerMetrics metrics() {
        return metrics;
    }

    TestPool pool() {
        return pool;
    }

    Metered up(Backend backend) {
        tell(pool.join(backend));
        tell(pool.flip(backend, HealthState.Status.UP));
        return this;
    }

    Metered leave(Backend backend) {
        tell(pool.leave(backend));
        return this;
    }

    Metered apply(PoolUpdate... updates) {
        tell(pool.apply(updates));
        return this;
    }

    /** A session from accept to end, as it runs on a loop: the lease is released before the end is told. */
    void session(BackendNode node, SessionReport report) {
        metrics.onAccepted(report.listener(), report.service());
        Lease lease = lease(node);
        lease.release(Lease.Outcome.SERVED);
        metrics.onClosed(report);
    }

    /** A connection to it that is open until it is released. */
    Lease lease(BackendNode node) {
        Lease lease = pool.view().lease(new TestRequest(1).admitting(node));
        if (lease == null) {
            throw new AssertionError("there is no room on " + node);
        }
        return lease;
    }

    Exposition scrape() {
        return Exposition.parse(metrics.scrape());
    }

    /** A session that took 2 ms to connect, 3 ms to the first byte and 40 ms in all, and did not wait; no byte of it was told before. */
    static SessionReport ended(@Nullable Backend backend, CloseReason reason, long in, long out) {
        return report(backend, reason, 0, in, out);
    }

    /** The same, with a time in the queue. */
    static SessionReport report(@Nullable Backend backend, CloseReason reason, long queueNanos, long in, long out) {
        boolean served = backend != null;
        return new SessionReport(
                1,
                0,
                LISTENER,
                CLIENT,
                SERVICE,
                backend,
                served ? 1 : 0,
                queueNanos,
                served ? 2_000_000 : -1,
                served ? 3_000_000 : -1,
                40_000_000,
                in,
                out,
                in,
                out,
                reason);
    }

    @Override
    public void close() {
        metrics.close();
    }

    private void tell(List<PoolEvent> events) {
        events.forEach(metrics::onEvent);
    }
}
