package io.equipoise.client;

import com.sun.management.OperatingSystemMXBean;
import io.equipoise.client.report.GeneratorUse;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** What this process used since the meter was made. Any thread, one at a time. */
final class GeneratorMeter {
    private final long startedAt;
    private final long cpuBefore = cpuNanos();
    private final long gcBefore = gcMillis();
    private double busiestLoop;

    /** From now on. */
    GeneratorMeter(long now) {
        startedAt = now;
    }

    /** Notes how much of its time one event loop was busy, 0 to 1. */
    void loopWasBusy(double part) {
        busiestLoop = Math.max(busiestLoop, part);
    }

    /** What was used up to now by that many event loops. */
    GeneratorUse use(long now, int loops) {
        return new GeneratorUse(
                loops,
                Runtime.getRuntime().availableProcessors(),
                seconds(now - startedAt),
                seconds(cpuNanos() - cpuBefore),
                busiestLoop,
                (gcMillis() - gcBefore) / 1e3);
    }

    /** CPU of the thread that asks. */
    static long threadCpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static double seconds(long nanos) {
        return nanos / (double) TimeUnit.SECONDS.toNanos(1);
    }

    private static long cpuNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }

    /** Of collections that stop the world. */
    private static long gcMillis() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(collector -> !isConcurrent(collector.getName()))
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }

    private static boolean isConcurrent(String collector) {
        return collector.contains("Concurrent") || collector.contains("Cycles");
    }
}
