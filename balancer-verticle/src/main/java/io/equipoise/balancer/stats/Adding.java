package io.equipoise.balancer.stats;

import io.equipoise.balancer.latency.Sum;
import io.equipoise.balancer.metrics.Counts;
import io.equipoise.balancer.metrics.Failure;
import io.equipoise.balancer.metrics.Figures;
import io.equipoise.balancer.metrics.Subject;
import org.jspecify.annotations.Nullable;

/** Adds up the figures of subjects of one kind, over balancers. To be used again after {@link #clear}. */
final class Adding {
    private final Figures none;
    private final Sum connect;
    private final Sum firstByte;
    private Counts counts = Counts.NONE;
    private long opened;
    private double rate;
    private double failureRate;
    private @Nullable Failure lastFailure;

    Adding(Subject.Kind kind) {
        none = Figures.none(kind);
        connect = new Sum(Figures.resolution(kind));
        firstByte = new Sum(Figures.resolution(kind));
    }

    Adding clear() {
        connect.clear();
        firstByte.clear();
        counts = Counts.NONE;
        opened = 0;
        rate = 0;
        failureRate = 0;
        lastFailure = null;
        return this;
    }

    /** With what that balancer has counted of it, if anything. */
    void add(Slice slice, Subject subject) {
        Figures now = slice.now().get(subject);
        if (now == null) {
            return;
        }
        counts = counts.plus(now.counts());
        if (now.lastFailure() != null
                && (lastFailure == null
                        || lastFailure.atMillis() < now.lastFailure().atMillis())) {
            lastFailure = now.lastFailure();
        }
        Figures before = slice.before().getOrDefault(subject, none);
        if (!now.equals(before)) {
            addSince(now, before, slice.seconds());
        }
    }

    /** Sessions opened within the window. */
    long opened() {
        return opened;
    }

    @Nullable
    Failure lastFailure() {
        return lastFailure;
    }

    Traffic traffic() {
        return new Traffic(counts, rate, failureRate);
    }

    Stats.Total total() {
        return new Stats.Total(traffic(), connect.quantiles(), firstByte.quantiles());
    }

    private void addSince(Figures now, Figures before, double seconds) {
        long fresh = since(now.counts().opened(), before.counts().opened());
        opened += fresh;
        if (seconds > 0) {
            rate += fresh / seconds;
            failureRate += since(now.counts().failures(), before.counts().failures()) / seconds;
        }
        connect.addSince(now.connect(), before.connect());
        firstByte.addSince(now.firstByte(), before.firstByte());
    }

    /** What has become less has begun anew. */
    static long since(long now, long before) {
        return now >= before ? now - before : now;
    }
}
