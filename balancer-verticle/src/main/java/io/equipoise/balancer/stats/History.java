package io.equipoise.balancer.stats;

import io.equipoise.balancer.metrics.Figures;
import io.equipoise.balancer.metrics.Subject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The last 15 minutes of all balancers together, in steps of five seconds. One thread at a time. */
final class History {
    /** How long a step is. */
    static final long STEP_MILLIS = 5_000;

    /** How many steps are kept. */
    static final int STEPS = 180;

    private final Deque<Point> points = new ArrayDeque<>();
    private Map<String, Map<Subject, Figures>> before = new HashMap<>();

    /** Adds a step, which took so many seconds, from all that is counted now. */
    void add(List<Slice> slices, long atMillis, double seconds) {
        Adding sum = new Adding(Subject.Kind.LISTENER);
        Map<String, Map<Subject, Figures>> now = new HashMap<>();
        for (Slice slice : slices) {
            Map<Subject, Figures> listeners = listeners(slice);
            // Of one that was not known and has been counting for longer, nobody knows what of it is of this step.
            boolean isNew = slice.seconds() <= seconds * 2;
            Map<Subject, Figures> earlier = before.getOrDefault(slice.balancer(), isNew ? Map.of() : listeners);
            Slice step = slice.since(earlier, seconds);
            listeners.keySet().forEach(listener -> sum.add(step, listener));
            now.put(slice.balancer(), listeners);
        }
        before = now;
        Traffic traffic = sum.traffic();
        points.add(new Point(
                atMillis,
                traffic.rate(),
                traffic.counts().open(),
                traffic.failureRate(),
                sum.total().firstByte()));
        if (points.size() > STEPS) {
            points.removeFirst();
        }
    }

    /** The oldest first. */
    List<Point> points() {
        return List.copyOf(points);
    }

    private static Map<Subject, Figures> listeners(Slice slice) {
        Map<Subject, Figures> listeners = new HashMap<>();
        slice.now().forEach((subject, figures) -> {
            if (Merge.isListener(subject)) {
                listeners.put(subject, figures);
            }
        });
        return listeners;
    }
}
