package io.equipoise.bench;

import io.equipoise.balancer.config.ListenerConfig;
import io.equipoise.balancer.metrics.BalancerMetrics;
import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.PoolEvent;
import io.equipoise.balancer.proxy.CloseReason;
import io.equipoise.balancer.proxy.SessionReport;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to count a session, which goes to another backend each time. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 700, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 700, timeUnit = TimeUnit.MILLISECONDS)
public class MetricsBenchmark {
    private static final String LISTENER = "web";

    @Param({"3", "1000"})
    int backends;

    private BalancerMetrics metrics;
    private SessionReport[] reports;
    private int next;

    @Setup
    public void setUp() {
        SamplePool pool = new SamplePool(backends, 0);
        metrics = new BalancerMetrics(
                List.of(new ListenerConfig(LISTENER, "127.0.0.1", 0, SamplePool.SERVICE, 128)),
                1_000,
                () -> {},
                pool.pool()::snapshot,
                () -> 0,
                () -> 0,
                "bench",
                InstantSource.system());
        List<BackendNode> nodes = pool.view().nodes();
        nodes.forEach(node -> metrics.onEvent(new PoolEvent.Joined(node)));
        reports = nodes.stream().map(node -> report(node.backend())).toArray(SessionReport[]::new);
    }

    private static SessionReport report(Backend backend) {
        return new SessionReport(
                1,
                0,
                LISTENER,
                SamplePool.address(99),
                SamplePool.SERVICE,
                backend,
                1,
                0,
                150_000,
                900_000,
                40_000_000,
                300,
                4_000,
                300,
                4_000,
                CloseReason.CLIENT_CLOSED);
    }

    private SessionReport report() {
        next = next + 1 == reports.length ? 0 : next + 1;
        return reports[next];
    }

    @Benchmark
    public void onAccepted() {
        metrics.onAccepted(LISTENER, SamplePool.SERVICE);
    }

    @Benchmark
    public void onBytes() {
        metrics.onBytes(LISTENER, SamplePool.SERVICE, report().backend(), 300, 4_000);
    }

    @Benchmark
    public void onClosed() {
        metrics.onClosed(report());
    }
}
