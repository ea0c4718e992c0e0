package io.equipoise.balancer.stats;

import io.equipoise.balancer.metrics.Figures;
import io.equipoise.balancer.metrics.Subject;
import io.equipoise.cluster.registry.InvalidMessage;
import io.equipoise.cluster.registry.InvalidMessage.Reason;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What one balancer has counted, as far as it has told us: the newest figures, and those of the last ten seconds to take
 * away from them. This balancer is a peer of its own. One thread at a time.
 */
final class Peer {
    /** How long the recent window is, and the steps in which it moves. */
    static final long RECENT_MILLIS = 10_000;

    static final long STEP_MILLIS = 2_000;

    /** Older figures are stale. */
    static final long STALE_MILLIS = 5_000;

    /** What is shown of one balancer at most. */
    static final int MOST_SUBJECTS = 20_480;

    private final String id;
    private final Map<Subject, Figures> figures = new HashMap<>();
    private final Deque<Frame> frames = new ArrayDeque<>();
    private final BitSet parts = new BitSet(Report.MOST_PARTS);
    private final Set<Subject> seen = new HashSet<>();
    private Map<String, Integer> waiting = Map.of();
    private long sequence;
    private long uptimeMillis;
    private long heardAt;
    private boolean complete;

    /** The figures as they were at some uptime. */
    private record Frame(long uptimeMillis, Map<Subject, Figures> figures) {}

    Peer(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    long sequence() {
        return sequence;
    }

    long ageMillis(long nanoTime) {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime - heardAt);
    }

    boolean isStale(long nanoTime) {
        return ageMillis(nanoTime) > STALE_MILLIS;
    }

    /**
     * Takes what it has told.
     *
     * @throws InvalidMessage when it is older than what is known, known already, or too much; nothing is changed
     */
    void accept(Report report, long nanoTime) throws InvalidMessage {
        boolean isNext = report.sequence() > sequence;
        if (report.sequence() < sequence || (!isNext && parts.get(report.part()))) {
            throw new InvalidMessage(Reason.REPLAYED, "part " + report.part() + " of " + report.sequence());
        }
        if (report.uptimeMillis() < uptimeMillis) {
            throw new InvalidMessage(Reason.INVALID_FIELD, "uptimeMillis is less than before");
        }
        if (figures.size() + report.figures().size() > MOST_SUBJECTS && isTooMuch(report)) {
            throw new InvalidMessage(Reason.OVERSIZE, "more than " + MOST_SUBJECTS + " backends and listeners");
        }
        if (isNext) {
            begin(report);
        }
        heardAt = nanoTime;
        parts.set(report.part());
        figures.putAll(report.figures());
        if (report.whole()) {
            seen.addAll(report.figures().keySet());
            if (parts.cardinality() == report.parts()) {
                onComplete();
            }
        }
    }

    /** What it has counted within that window, as far as it is known now. */
    Slice slice(Window window, long nanoTime) {
        long age = ageMillis(nanoTime);
        Slice all = new Slice(id, age, isStale(nanoTime), uptimeMillis / 1e3, figures, Map.of(), waiting);
        if (window == Window.ALL) {
            return all;
        }
        // While it reports, its own clock tells how much time has passed; when it is silent, ours does.
        long silence = Math.max(0, age - STEP_MILLIS);
        long from = uptimeMillis + silence - RECENT_MILLIS;
        if (from <= 0) {
            return all;
        }
        Frame base = base(Math.min(from, uptimeMillis));
        return all.since(base.figures(), (uptimeMillis + silence - base.uptimeMillis()) / 1e3);
    }

    /** The last frame at or before that uptime, else the first there is. */
    private Frame base(long uptime) {
        Frame base = new Frame(uptimeMillis, figures);
        for (var newestFirst = frames.descendingIterator(); newestFirst.hasNext() && base.uptimeMillis() > uptime; ) {
            base = newestFirst.next();
        }
        return base;
    }

    private boolean isTooMuch(Report report) {
        long fresh = report.figures().keySet().stream()
                .filter(subject -> !figures.containsKey(subject))
                .count();
        return figures.size() + fresh > MOST_SUBJECTS;
    }

    private void begin(Report report) {
        Frame last = frames.peekLast();
        if (complete && (last == null || uptimeMillis - last.uptimeMillis() >= STEP_MILLIS)) {
            frames.add(new Frame(uptimeMillis, new HashMap<>(figures)));
        }
        sequence = report.sequence();
        uptimeMillis = report.uptimeMillis();
        waiting = report.waiting();
        parts.clear();
        seen.clear();
        while (frames.size() > 1 && second().uptimeMillis() <= uptimeMillis - RECENT_MILLIS) {
            frames.removeFirst();
        }
    }

    /** All parts of a whole are there: what was not among them is gone. */
    private void onComplete() {
        complete = true;
        figures.keySet().retainAll(seen);
        seen.clear();
    }

    private Frame second() {
        var oldestFirst = frames.iterator();
        oldestFirst.next();
        return oldestFirst.next();
    }
}
