package io.equipoise.balancer.metrics;

import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendNode;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The meters of all backends. A backend has them from its entry into the pool until it has left, its last session has
 * ended and the final figures were scraped once (or too many wait for a scrape that does not come).
 */
final class MeteredBackends {
    /** Backends that left and wait for a scrape, at most. */
    static final int MOST_GONE = 1_000;

    private final Histograms histograms;
    private final InstantSource clock;
    private final Map<Subject, BackendMeters> meters = new ConcurrentHashMap<>();
    private final Set<Subject> left = new LinkedHashSet<>();

    MeteredBackends(int mostHistograms, InstantSource clock) {
        this.histograms = new Histograms(mostHistograms);
        this.clock = clock;
    }

    /** The meters of that backend; null when they have ended. One look-up, without a lock. */
    @Nullable
    BackendMeters find(Backend backend) {
        return meters.get(subject(backend));
    }

    synchronized void onJoined(BackendNode node) {
        Subject key = subject(node.backend());
        left.remove(key);
        meters.computeIfAbsent(key, k -> new BackendMeters(histograms, clock, k))
                .onJoined(node);
    }

    /** All of them, as they come and go. */
    Collection<BackendMeters> all() {
        return Collections.unmodifiableCollection(meters.values());
    }

    /** The histograms that backends without their own share, by service. */
    Map<String, Spans> shared() {
        return histograms.others();
    }

    synchronized void onLeft(BackendNode node) {
        left.add(subject(node.backend()));
        if (left.size() > MOST_GONE) {
            end(over());
        }
    }

    /** Those that have left and whose last session is over. */
    synchronized List<Subject> over() {
        return left.stream().filter(this::isOver).toList();
    }

    /** Ends those of them that have not come back. */
    synchronized void end(List<Subject> keys) {
        for (Subject key : keys) {
            BackendMeters gone = left.contains(key) ? meters.remove(key) : null;
            if (gone != null) {
                left.remove(key);
                gone.end();
            }
        }
    }

    /** What was counted of each so far. */
    void figures(Map<Subject, Figures> to) {
        meters.values().forEach(each -> to.put(each.subject(), each.figures()));
    }

    private static Subject subject(Backend backend) {
        return new Subject(Subject.Kind.BACKEND, backend.id(), backend.service());
    }

    private boolean isOver(Subject key) {
        BackendMeters known = meters.get(key);
        return known == null || known.over();
    }
}
