package io.equipoise.balancer.latency;

/**
 * How finely latencies are told apart: the buckets of an HdrHistogram over 1 µs to one hour. Histograms of one resolution
 * have the same buckets everywhere, so that they add up and subtract without a further error, and travel without a
 * description of themselves.
 *
 * <p>A latency is kept as whole microseconds, rounded down, and what is over an hour as an hour. A quantile is given as the
 * highest latency of its bucket: never less than the true one of all latencies (rounded down), and more by at most
 * {@link #error} of it.
 *
 * @see <a href="https://hdrhistogram.github.io/HdrHistogram/">HdrHistogram</a>
 */
public enum Resolution {
    /** One significant digit: at most 1/16 too much. 3.7 KB, for each of thousands of backends. */
    COARSE(1, 1.0 / 16),
    /** Two significant digits: at most 1/128 too much. 25 KB, for a listener. */
    FINE(2, 1.0 / 128);

    static final long LONGEST_MICROS = 3_600_000_000L;

    private final int digits;
    private final double error;

    Resolution(int digits, double error) {
        this.digits = digits;
        this.error = error;
    }

    /** By how much a quantile may be too high, as a part of the true one. */
    public double error() {
        return error;
    }

    int digits() {
        return digits;
    }
}
