package io.equipoise.balancer.health;

import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.PoolSnapshot;
import io.equipoise.balancer.pool.ServiceView;
import java.time.Duration;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Takes out for a while what its probes find good and real traffic does not [Envoy outlier detection]: after so many
 * failures in a row, for longer each time. Never more than a tenth of a service, but at least one, and never the last
 * healthy one. Control loop only.
 */
public final class OutlierDetector {
    /** No ejection is longer. */
    static final Duration LONGEST = Duration.ofMinutes(5);

    private static final int SHARE = 10;

    private final HealthChecker health;
    private final Supplier<PoolSnapshot> snapshot;
    private final Function<String, Rules> rules;
    private final LongSupplier nanoTime;
    private final Map<BackendNode, Ejection> ejections = new WeakHashMap<>();

    /**
     * Nothing ejected yet.
     *
     * @param rules the rules of a service, by its name
     */
    public OutlierDetector(
            HealthChecker health,
            Supplier<PoolSnapshot> snapshot,
            Function<String, Rules> rules,
            LongSupplier nanoTime) {
        this.health = health;
        this.snapshot = snapshot;
        this.rules = rules;
        this.nanoTime = nanoTime;
    }

    /**
     * When a backend of a service is ejected.
     *
     * @param ejectAfter failures in a row; 0 is never
     * @param ejectFor how long the first ejection lasts
     */
    public record Rules(int ejectAfter, Duration ejectFor) {
        /** Whether that many failures in a row are enough. */
        public boolean isReachedBy(int failures) {
            return ejectAfter > 0 && failures >= ejectAfter;
        }
    }

    private record Ejection(int times, long endsAt) {}

    /**
     * A session was failed by that node once more.
     *
     * @param failure how, in a word or two for who reads why it was ejected
     */
    public void onFailure(BackendNode node, String failure) {
        Rules mine = rules.apply(node.backend().service());
        int failures = node.consecutiveFailures();
        if (!mine.isReachedBy(failures) || !node.member() || health.isEjected(node) || !maySpare(node)) {
            return;
        }
        int times = timesSoFar(node) + 1;
        long nanos = Math.min(LONGEST.toNanos(), mine.ejectFor().toNanos() * times);
        ejections.put(node, new Ejection(times, nanoTime.getAsLong() + nanos));
        health.eject(
                node,
                Duration.ofNanos(nanos),
                "ejected for " + nanos / 1_000_000_000 + " s after " + failures + " failures in a row, the last one: "
                        + failure);
    }

    /** Whether the service can do without it: others are healthy, and few enough are ejected. */
    private boolean maySpare(BackendNode node) {
        ServiceView view = snapshot.get().service(node.backend().service());
        if (view == null) {
            return false;
        }
        boolean othersServe = view.eligible().stream()
                .anyMatch(other -> other != node && other.healthy() && !health.isEjected(other));
        long ejected = view.nodes().stream().filter(health::isEjected).count();
        return othersServe && ejected < Math.max(1, view.nodes().size() / SHARE);
    }

    /** Forgotten once it has served for as long as the longest ejection. */
    private int timesSoFar(BackendNode node) {
        Ejection last = ejections.get(node);
        return last == null || nanoTime.getAsLong() - last.endsAt() >= LONGEST.toNanos() ? 0 : last.times();
    }
}
