package io.equipoise.backend.load;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/**
 * Counts a backend's open connections and measures how long each takes from its first byte in to its first byte out.
 * Latencies are kept for 30 to 60 s, in two histograms that take turns (HdrHistogram, 2 digits).
 *
 * <p>Safe for any thread.
 */
public final class LoadMeter {
    private static final long TURN_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);
    private static final int DIGITS = 2;

    private final LongSupplier nanoTime;
    private Histogram current = new Histogram(LONGEST_MICROS, DIGITS);
    private Histogram previous = new Histogram(LONGEST_MICROS, DIGITS);
    private final Histogram both = new Histogram(LONGEST_MICROS, DIGITS);
    private long turnedAt;
    private long open;
    private long served;

    /** Measures with that clock. */
    public LoadMeter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.turnedAt = nanoTime.getAsLong();
    }

    /** Counts a connection in; it counts until its lease is closed. */
    public synchronized OpenConnection open() {
        open++;
        served++;
        return new OpenConnection(this);
    }

    /** Connections that are open now. */
    public synchronized long openConnections() {
        return open;
    }

    /** Connections that were opened since the start. */
    public synchronized long servedConnections() {
        return served;
    }

    /** What was measured in the last 30 to 60 s. */
    public synchronized Latency firstByte() {
        turn();
        both.reset();
        both.add(current);
        both.add(previous);
        return new Latency(millis(50), millis(99));
    }

    /**
     * Quantiles of the time to the first byte, in milliseconds; 0 when nothing was measured.
     *
     * @param p50Millis the median
     * @param p99Millis the 99th percentile
     */
    public record Latency(double p50Millis, double p99Millis) {}

    synchronized void close() {
        open--;
    }

    synchronized void record(long nanos) {
        turn();
        current.recordValue(Math.min(LONGEST_MICROS, Math.max(0, TimeUnit.NANOSECONDS.toMicros(nanos))));
    }

    long now() {
        return nanoTime.getAsLong();
    }

    private double millis(double percentile) {
        return both.getTotalCount() == 0 ? 0 : both.getValueAtPercentile(percentile) / 1000.0;
    }

    private void turn() {
        long age = now() - turnedAt;
        if (age < TURN_NANOS) {
            return;
        }
        Histogram oldest = previous;
        previous = current;
        current = oldest;
        current.reset();
        if (age >= 2 * TURN_NANOS) {
            previous.reset();
        }
        turnedAt += age;
    }
}
