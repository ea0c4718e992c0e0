package io.equipoise.balancer.health;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Spreads probes so that one balancer sends at most that many a second, but for a short burst. Control loop only. */
final class ProbeBudget {
    /** Probes a second. */
    static final int RATE = 1_000;

    private static final long GAP_NANOS = Duration.ofSeconds(1).toNanos() / RATE;
    private static final long BURST_NANOS = 100 * GAP_NANOS;

    private final LongSupplier nanoTime;
    private long nextFree;

    ProbeBudget(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.nextFree = nanoTime.getAsLong() - BURST_NANOS;
    }

    /** Takes the next free place for one probe, and says how long to wait for it; zero is at once. */
    Duration take() {
        long now = nanoTime.getAsLong();
        if (now - BURST_NANOS - nextFree > 0) {
            nextFree = now - BURST_NANOS;
        }
        nextFree += GAP_NANOS;
        return Duration.ofNanos(Math.max(0, nextFree - now));
    }

    /** The shortest interval at which that many probes stay within the budget. */
    static Duration fairInterval(int probes) {
        return Duration.ofNanos(probes * GAP_NANOS);
    }
}
