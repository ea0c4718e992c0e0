package io.equipoise.bench;

import io.equipoise.balancer.pool.BackendPool;
import io.equipoise.balancer.pool.HealthState;
import io.equipoise.balancer.pool.PoolEvent;
import io.equipoise.balancer.selection.SelectionPolicy;
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

/** One backend goes down or comes back: the snapshot is made anew, with its selector. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 700, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 700, timeUnit = TimeUnit.MILLISECONDS)
public class SnapshotBenchmark {
    @Param({"ROUND_ROBIN", "LEAST_CONNECTIONS", "RANDOM", "POWER_OF_TWO", "SOURCE_HASH"})
    SelectionPolicy policy;

    @Param({"10", "1000", "10000"})
    int backends;

    private BackendPool pool;
    private boolean up = true;

    @Setup
    public void setUp() {
        pool = new SamplePool(backends, 0).by(policy).pool();
    }

    @Benchmark
    public List<PoolEvent> flip() {
        up = !up;
        return pool.apply(List.of(SamplePool.health(1, up ? HealthState.Status.UP : HealthState.Status.DOWN)));
    }
}
