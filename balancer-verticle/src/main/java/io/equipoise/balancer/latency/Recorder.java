package io.equipoise.balancer.latency;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.AtomicHistogram;
import org.jspecify.annotations.Nullable;

/**
 * Counts latencies since it was made. Any thread records, without a lock and without an allocation but for the first
 * latency, which makes the histogram; any thread takes what was counted.
 */
public final class Recorder {
    private final Resolution resolution;
    private volatile @Nullable AtomicHistogram histogram;
    private volatile Distribution taken;

    /** Nothing recorded yet. */
    public Recorder(Resolution resolution) {
        this.resolution = resolution;
        this.taken = Distribution.none(resolution);
    }

    /** Counts one latency; a negative one is of a moment that never came, and is none. */
    public void record(long nanos) {
        if (nanos >= 0) {
            AtomicHistogram known = histogram;
            AtomicHistogram counts = known == null ? make() : known;
            counts.recordValue(Math.min(TimeUnit.NANOSECONDS.toMicros(nanos), Resolution.LONGEST_MICROS));
        }
    }

    /** All that was counted so far; the same object as before when nothing was added. */
    public Distribution distribution() {
        AtomicHistogram counts = histogram;
        // One that is being recorded is in its bucket before it is in the total: what is missed now makes a later total
        // differ.
        if (counts != null && counts.getTotalCount() != taken.count()) {
            taken = take(counts);
        }
        return taken;
    }

    private Distribution take(AtomicHistogram counts) {
        Distribution.Writer writer = new Distribution.Writer(resolution);
        Buckets buckets = Buckets.of(resolution);
        long longest = counts.getMaxValue();
        for (int bucket = 0; bucket < buckets.size() && buckets.lowestMicros(bucket) <= longest; bucket++) {
            writer.add(counts.getCountAtValue(buckets.lowestMicros(bucket)));
        }
        return writer.done();
    }

    private synchronized AtomicHistogram make() {
        AtomicHistogram known = histogram;
        if (known == null) {
            known = new AtomicHistogram(1, Resolution.LONGEST_MICROS, resolution.digits());
            histogram = known;
        }
        return known;
    }
}
