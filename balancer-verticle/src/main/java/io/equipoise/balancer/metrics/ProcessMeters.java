package io.equipoise.balancer.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** What is measured of the process: the JVM, its memory, how late its loops are, whom it sees, which build it is. Any thread. */
final class ProcessMeters implements AutoCloseable {
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final Timer loopLag;

    ProcessMeters(MeterRegistry registry, LongSupplier directMemory, IntSupplier members, String version) {
        loopLag = Timer.builder("equipoise.event.loop.lag")
                .description("How late the loops that carry sessions looked at them")
                .serviceLevelObjectives(Bounds.QUICK.durations())
                .register(registry);
        Gauge.builder("equipoise.direct.memory", directMemory, LongSupplier::getAsLong)
                .description("Memory outside the heap that buffers of sessions take")
                .baseUnit("bytes")
                .strongReference(true)
                .register(registry);
        Gauge.builder("equipoise.cluster.members", members, IntSupplier::getAsInt)
                .description("Members of the cluster that this one sees, itself included")
                .strongReference(true)
                .register(registry);
        Gauge.builder("equipoise.build.info", () -> 1)
                .description("Which build this is")
                .tag("version", version)
                .strongReference(true)
                .register(registry);
        FunctionCounter.builder("process.cpu", ProcessHandle.current(), ProcessMeters::cpuSeconds)
                .description("Time that all processors spent on this process")
                .baseUnit("seconds")
                .register(registry);
        new ClassLoaderMetrics().bindTo(registry);
        gc.bindTo(registry);
        new JvmInfoMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    void onLoopLate(long nanos) {
        loopLag.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        gc.close();
    }

    private static double cpuSeconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }
}
