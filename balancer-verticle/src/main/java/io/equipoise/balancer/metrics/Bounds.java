package io.equipoise.balancer.metrics;

import java.time.Duration;
import java.util.Arrays;

/** The upper bounds of a histogram's buckets; beyond the last is one more bucket. Immutable. */
final class Bounds {
    /** Of delays: connecting, waiting, answering. 100 µs to a minute. */
    static final Bounds QUICK = new Bounds(
            100,
            250,
            500,
            1_000,
            2_500,
            5_000,
            10_000,
            25_000,
            50_000,
            100_000,
            250_000,
            500_000,
            1_000_000,
            2_500_000,
            5_000_000,
            10_000_000,
            30_000_000,
            60_000_000);
    /** Of whole sessions. A millisecond to a day. */
    static final Bounds LASTING = new Bounds(
            1_000,
            5_000,
            10_000,
            50_000,
            100_000,
            500_000,
            1_000_000,
            5_000_000,
            10_000_000,
            30_000_000,
            60_000_000,
            300_000_000,
            900_000_000,
            3_600_000_000L,
            21_600_000_000L,
            86_400_000_000L);

    private final long[] nanos;

    private Bounds(long... micros) {
        nanos = Arrays.stream(micros).map(each -> each * 1_000).toArray();
    }

    int size() {
        return nanos.length;
    }

    /** The bucket of that length, counted from 0: the first whose bound is not below it. */
    int bucket(long length) {
        int found = Arrays.binarySearch(nanos, length);
        return found < 0 ? -found - 1 : found;
    }

    /** The bound of that bucket, in seconds; infinite is that of the one beyond the last. */
    double seconds(int bucket) {
        return bucket < nanos.length ? (double) nanos[bucket] / 1e9 : Double.POSITIVE_INFINITY;
    }

    Duration[] durations() {
        return Arrays.stream(nanos).mapToObj(Duration::ofNanos).toArray(Duration[]::new);
    }
}
