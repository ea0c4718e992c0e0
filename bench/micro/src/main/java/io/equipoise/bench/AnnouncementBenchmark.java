package io.equipoise.bench;

import io.equipoise.cluster.registry.BackendState;
import io.equipoise.cluster.registry.Envelope;
import io.equipoise.cluster.registry.InvalidMessage;
import io.equipoise.cluster.registry.Registration;
import java.util.Map;
import java.util.Optional;
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

/** What a balancer does to read one announcement of a backend. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 700, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 700, timeUnit = TimeUnit.MILLISECONDS)
public class AnnouncementBenchmark {
    @Param({"false", "true"})
    boolean signed;

    private Envelope envelope;
    private String text;

    @Setup
    public void setUp() {
        envelope = Envelope.of(signed ? Optional.of("a secret of at least 16 characters") : Optional.empty());
        Registration registration = new Registration(
                "orders-7f9c4",
                1_700_000_000_000L,
                "orders",
                "10.0.3.17",
                9_000,
                100,
                "zone-a",
                BackendState.READY,
                18_000,
                1_700_000_000_000L,
                42,
                Map.of("version", "1.4.2"));
        text = envelope.seal(Envelope.Kind.REGISTRATION, registration.toJson());
    }

    @Benchmark
    public Registration decode() throws InvalidMessage {
        return Registration.fromJson(envelope.open(Envelope.Kind.REGISTRATION, text));
    }
}
