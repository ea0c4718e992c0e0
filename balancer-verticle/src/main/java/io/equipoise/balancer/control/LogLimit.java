package io.equipoise.balancer.control;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Lets one log line a minute through for each source. Forgets the oldest source when there are too many. */
public final class LogLimit {
    private static final long PERIOD_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MOST_SOURCES = 1_024;

    private final LongSupplier nanoTime;
    private final Map<String, Long> lastBySource = new LinkedHashMap<>();

    /** Limits by that monotonic time. */
    public LogLimit(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether a line of that source may be logged now; if so it counts as logged. */
    public boolean admits(String source) {
        long now = nanoTime.getAsLong();
        Long last = lastBySource.get(source);
        if (last != null && now - last < PERIOD_NANOS) {
            return false;
        }
        lastBySource.remove(source);
        lastBySource.put(source, now);
        if (lastBySource.size() > MOST_SOURCES) {
            lastBySource.remove(lastBySource.keySet().iterator().next());
        }
        return true;
    }
}
