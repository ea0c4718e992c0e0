package io.equipoise.balancer.latency;

import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;

/** The buckets of one resolution, as HdrHistogram lays them out; their indexes begin at 0. Immutable. */
final class Buckets {
    private static final Buckets COARSE = new Buckets(Resolution.COARSE);
    private static final Buckets FINE = new Buckets(Resolution.FINE);

    private final long[] lowest;
    private final long[] highest;

    private Buckets(Resolution resolution) {
        Histogram layout = new Histogram(1, Resolution.LONGEST_MICROS, resolution.digits());
        lowest = LongStream.iterate(0, micros -> micros <= Resolution.LONGEST_MICROS, layout::nextNonEquivalentValue)
                .toArray();
        highest = LongStream.of(lowest).map(layout::highestEquivalentValue).toArray();
    }

    static Buckets of(Resolution resolution) {
        return switch (resolution) {
            case COARSE -> COARSE;
            case FINE -> FINE;
        };
    }

    int size() {
        return lowest.length;
    }

    /** The shortest latency of a bucket, in microseconds. */
    long lowestMicros(int bucket) {
        return lowest[bucket];
    }

    /** The longest latency of a bucket, in microseconds. */
    long highestMicros(int bucket) {
        return highest[bucket];
    }
}
