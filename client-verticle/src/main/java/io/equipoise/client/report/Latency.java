package io.equipoise.client.report;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * Times with three significant digits from 1 µs to one hour; longer ones count as one hour. Owned by one thread.
 *
 * @see <a href="https://hdrhistogram.github.io/HdrHistogram/">HdrHistogram</a>
 */
public final class Latency {
    private static final long MAX_MICROS = TimeUnit.HOURS.toMicros(1);
    private static final int DIGITS = 3;
    private static final int POINTS_PER_NINE = 10;
    private static final int NINES = 5;

    private final Histogram micros = new Histogram(MAX_MICROS, DIGITS);

    /**
     * Reads what {@link #pack} wrote.
     *
     * @throws IllegalArgumentException when the bytes are something else
     */
    static Latency unpack(byte[] packed) {
        Latency latency = new Latency();
        try {
            latency.micros.add(Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(packed), MAX_MICROS));
        } catch (DataFormatException | RuntimeException e) {
            throw new IllegalArgumentException("these bytes are no latencies", e);
        }
        return latency;
    }

    /** All times in a few bytes, in HdrHistogram's own compressed encoding. */
    byte[] pack() {
        ByteBuffer bytes = ByteBuffer.allocate(micros.getNeededByteBufferCapacity());
        int length = micros.encodeIntoCompressedByteBuffer(bytes);
        return Arrays.copyOf(bytes.array(), length);
    }

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

    /** The percentile curve, ten points for each nine behind the point, as far as there are times enough to tell. */
    List<Point> curve() {
        List<Point> points = new ArrayList<>();
        double rest = 1;
        for (int i = 0; rest * count() >= 1 && i <= POINTS_PER_NINE * NINES; i++) {
            points.add(new Point(1 - rest, quantileMicros(1 - rest)));
            rest = Math.pow(10, -(i + 1.0) / POINTS_PER_NINE);
        }
        return points;
    }

    /** One point of a percentile curve: the time in µs that the share, 0 to below 1, of all does not exceed. */
    record Point(double share, long micros) {}
}
