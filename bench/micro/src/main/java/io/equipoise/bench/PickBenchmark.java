package io.equipoise.bench;

import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.Selector;
import io.equipoise.balancer.selection.SelectionPolicy;
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

/** One choice of a backend. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 700, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 700, timeUnit = TimeUnit.MILLISECONDS)
public class PickBenchmark {
    @Param({"ROUND_ROBIN", "LEAST_CONNECTIONS", "RANDOM", "POWER_OF_TWO", "SOURCE_HASH"})
    SelectionPolicy policy;

    @Param({"3", "10", "100", "1000", "10000"})
    int backends;

    /** Sessions on each backend in the mean; with 0 all are equally loaded. */
    @Param({"0", "5"})
    int sessions;

    private Selector selector;
    private SampleRequest request;

    @Setup
    public void setUp() {
        selector = new SamplePool(backends, sessions).by(policy).view().selector();
        request = new SampleRequest(2);
    }

    @Benchmark
    public BackendNode pick() {
        return selector.select(request);
    }
}
