package io.equipoise.balancer.latency;

import static java.util.Arrays.fill;

/**
 * Adds up distributions of one resolution, exactly: the sum is what one histogram would have counted of all. To be used
 * again after {@link #clear}. One thread at a time.
 */
public final class Sum {
    private final Resolution resolution;
    private final Buckets buckets;
    private final long[] counts;

    /** Nothing added yet. */
    public Sum(Resolution resolution) {
        this.resolution = resolution;
        this.buckets = Buckets.of(resolution);
        this.counts = new long[buckets.size()];
    }

    /** With all of those. */
    public void add(Distribution more) {
        add(more, 1);
    }

    /**
     * With those that came after an earlier moment.
     *
     * @param before what was counted then; when that is more than now, the count has begun anew, and all are new
     */
    public void addSince(Distribution now, Distribution before) {
        if (now.count() >= before.count()) {
            add(before, -1);
        }
        add(now, 1);
    }

    /** Its quantiles. */
    public Quantiles quantiles() {
        long count = 0;
        int last = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            if (counts[bucket] > 0) {
                count += counts[bucket];
                last = bucket;
            }
        }
        if (count == 0) {
            return Quantiles.NONE;
        }
        Ranks ranks = new Ranks(count);
        return new Quantiles(
                count, ranks.millis(500), ranks.millis(900), ranks.millis(990), ranks.millis(999), millis(last));
    }

    /** As if nothing had been added. */
    public void clear() {
        fill(counts, 0);
    }

    private void add(Distribution more, int sign) {
        if (more.resolution() != resolution) {
            throw new IllegalArgumentException("the buckets of " + more.resolution() + " are others");
        }
        Distribution.Reader reader = more.reader();
        while (reader.next()) {
            counts[reader.bucket()] += sign * reader.count();
        }
    }

    private double millis(int bucket) {
        return buckets.highestMicros(bucket) / 1_000.0;
    }

    /** Finds quantiles in one walk, the lower ones first: the latency that so many of a thousand do not exceed. */
    private final class Ranks {
        private final long count;
        private int bucket = -1;
        private long passed;

        Ranks(long count) {
            this.count = count;
        }

        double millis(int ofThousand) {
            long rank = (count / 1_000) * ofThousand + ((count % 1_000) * ofThousand + 999) / 1_000;
            while (passed < rank) {
                passed += Math.max(0, counts[++bucket]);
            }
            return Sum.this.millis(bucket);
        }
    }
}
