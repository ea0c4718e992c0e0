package io.equipoise.bench;

import io.equipoise.balancer.pool.Lease;
import io.equipoise.balancer.pool.ServiceView;
import io.equipoise.balancer.selection.SelectionPolicy;
import java.util.SplittableRandom;
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

/**
 * A session begins and another ends, chosen by dice: a choice, its lease, and a release, so that loads change between the
 * choices as they do in life. With {@code -t 2} two loops change them at the same time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 700, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 700, timeUnit = TimeUnit.MILLISECONDS)
public class LeaseBenchmark {
    private static final int SESSIONS = 5;

    @Param({"ROUND_ROBIN", "LEAST_CONNECTIONS", "RANDOM", "POWER_OF_TWO", "SOURCE_HASH"})
    SelectionPolicy policy;

    @Param({"3", "10", "100", "1000", "10000"})
    int backends;

    private ServiceView view;

    @Setup
    public void setUp() {
        view = new SamplePool(backends, 0).by(policy).view();
    }

    /** The sessions of one loop: five on each backend in the mean. */
    @State(Scope.Thread)
    public static class Loop {
        private final SplittableRandom dice = new SplittableRandom(3);
        private final SampleRequest request = new SampleRequest(2);
        private Lease[] open;

        @Setup
        public void setUp(LeaseBenchmark benchmark) {
            open = new Lease[SESSIONS * benchmark.backends];
            for (int i = 0; i < open.length; i++) {
                open[i] = benchmark.view.lease(request);
            }
        }
    }

    @Benchmark
    public Lease session(Loop loop) {
        int ending = loop.dice.nextInt(loop.open.length);
        loop.open[ending].release(Lease.Outcome.SERVED);
        Lease begun = view.lease(loop.request);
        loop.open[ending] = begun;
        return begun;
    }
}
