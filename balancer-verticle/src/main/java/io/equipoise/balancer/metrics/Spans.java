package io.equipoise.balancer.metrics;

import io.equipoise.balancer.proxy.SessionReport;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How often each {@link Span} was how long, of one backend's sessions or of several backends' together. Any thread,
 * without a lock.
 */
final class Spans extends Tallies {
    private static final int SIZE =
            Arrays.stream(Span.values()).mapToInt(span -> sum(span) + 1).max().orElseThrow();

    /** Nothing recorded yet. */
    Spans() {
        super(SIZE);
    }

    /** Records all that the session had. */
    void record(SessionReport report) {
        if (report.queueNanos() > 0) {
            record(Span.QUEUE_WAIT, report.queueNanos());
        }
        record(Span.CONNECT, report.connectNanos());
        record(Span.FIRST_BYTE, report.firstByteNanos());
        record(Span.SESSION, report.totalNanos());
    }

    /** What was recorded there together so far, in seconds; null when it is nothing. */
    static @Nullable HistogramDataPointSnapshot together(Span span, List<Spans> recorded, Labels labels) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        long all = 0;
        for (int bucket = 0; bucket <= span.bounds().size(); bucket++) {
            long count = total(recorded, span.place() + bucket);
            all += count;
            buckets.bucket(span.bounds().seconds(bucket), count);
        }
        return all == 0
                ? null
                : HistogramDataPointSnapshot.builder()
                        .labels(labels)
                        .sum((double) total(recorded, sum(span)) / 1e9)
                        .classicHistogramBuckets(buckets.build())
                        .build();
    }

    /** A negative length is of a moment that never came, and is none. */
    private void record(Span span, long nanos) {
        if (nanos >= 0) {
            add(span.place() + span.bounds().bucket(nanos), 1);
            add(sum(span), nanos);
        }
    }

    /** The sum of all lengths is behind the buckets. */
    private static int sum(Span span) {
        return span.place() + span.bounds().size() + 1;
    }

    private static long total(List<Spans> recorded, int place) {
        return recorded.stream().mapToLong(each -> each.tally(place)).sum();
    }
}
