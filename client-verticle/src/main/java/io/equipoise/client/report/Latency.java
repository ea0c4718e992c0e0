package io.equipoise.client.report;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Times with three significant digits from 1 µs to one hour; longer ones count as one hour. Owned by one thread.
 *
 * @see <a href="https://hdrhistogram.github.io/HdrHistogram/">HdrHistogram</a>
 */
public final class Latency {
    private static final long MAX_MICROS = TimeUnit.HOURS.toMicros(1);
    private static final int DIGITS = 3;

    private final Histogram micros = new Histogram(MAX_MICROS, DIGITS);

    void record(long nanos) {
        micros.recordValue(Math.min(MAX_MICROS, Math.max(0, TimeUnit.NANOSECONDS.toMicros(nanos))));
    }

    void add(Latency other) {
        micros.add(other.micros);
    }

    void reset() {
        micros.reset();
    }

    /** How many times were taken. */
    public long count() {
        return micros.getTotalCount();
    }

    /**
     * The time in µs that so many of all do not exceed; 0 when there are none.
     *
     * @param share 0 to 1; 1 is the longest
     */
    public long quantileMicros(double share) {
        return micros.getValueAtPercentile(share * 100);
    }

    /** The mean in µs; 0 when there are none. */
    public double meanMicros() {
        return micros.getMean();
    }
}
