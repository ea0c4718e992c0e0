package io.equipoise.balancer.control;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Lets one log line a minute through for each source, and no more than {@value #MOST_SOURCES} in all: whoever makes up a
 * new source for each message does not fill the log.
 */
public final class LogLimit {
    private static final long PERIOD_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MOST_SOURCES = 256;

    private final LongSupplier nanoTime;
    private final Map<String, Long> lastBySource = new LinkedHashMap<>();

    /** Limits by that monotonic time. */
    public LogLimit(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether a line of that source may be logged now; if so it counts as logged. */
    public boolean admits(String source) {
        long now = nanoTime.getAsLong();
        forgetUntil(now);
        return lastBySource.size() < MOST_SOURCES && lastBySource.putIfAbsent(source, now) == null;
    }

    private void forgetUntil(long now) {
        Iterator<Long> oldestFirst = lastBySource.values().iterator();
        while (oldestFirst.hasNext() && now - oldestFirst.next() >= PERIOD_NANOS) {
            oldestFirst.remove();
        }
    }
}
