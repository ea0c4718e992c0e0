package io.equipoise.balancer.kubernetes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The costs that this balancer has written, so that only changes are; and which backends were found to be no pods, so that
 * they are asked for no more until they start again, or an hour later. One thread.
 */
final class WrittenCosts {
    /** How long a backend that is no pod is left alone. */
    static final Duration NO_POD_FOR = Duration.ofHours(1);

    private final Map<String, Entry> entries = new HashMap<>();

    /** Without a cost it is no pod. */
    private record Entry(long incarnation, OptionalInt cost, long nanoTime) {}

    /** A cost that is to be written. */
    record Due(String pod, long incarnation, int cost) {}

    /** What is to be written now, the cheapest first; whatever is not among those backends is forgotten. */
    List<Due> due(List<BackendLoad> backends, long nanoTime) {
        Set<String> present = backends.stream().map(BackendLoad::id).collect(Collectors.toSet());
        entries.keySet().retainAll(present);
        List<Due> due = new ArrayList<>();
        for (BackendLoad load : backends) {
            OptionalInt cost = due(load, nanoTime);
            if (cost.isPresent()) {
                due.add(new Due(load.id(), load.incarnation(), cost.getAsInt()));
            }
        }
        due.sort(Comparator.comparingInt(Due::cost).thenComparing(Due::pod));
        return due;
    }

    /** It stands there now. */
    void onWritten(Due due, long nanoTime) {
        entries.put(due.pod(), new Entry(due.incarnation(), OptionalInt.of(due.cost()), nanoTime));
    }

    /** There is no such pod, or none that takes a cost. */
    void onRefused(Due due, long nanoTime) {
        entries.put(due.pod(), new Entry(due.incarnation(), OptionalInt.empty(), nanoTime));
    }

    /** Forgets all: somebody else writes now. */
    void clear() {
        entries.clear();
    }

    private OptionalInt due(BackendLoad load, long nanoTime) {
        @Nullable Entry entry = entries.get(load.id());
        if (entry == null || entry.incarnation() != load.incarnation()) {
            return OptionalInt.of(DeletionCost.of(load));
        }
        if (entry.cost().isEmpty()) {
            boolean isLongAgo = nanoTime - entry.nanoTime() >= NO_POD_FOR.toNanos();
            return isLongAgo ? OptionalInt.of(DeletionCost.of(load)) : OptionalInt.empty();
        }
        int written = entry.cost().getAsInt();
        int next = DeletionCost.next(written, load);
        return next == written ? OptionalInt.empty() : OptionalInt.of(next);
    }
}
