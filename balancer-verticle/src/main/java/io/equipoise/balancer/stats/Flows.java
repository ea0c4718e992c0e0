package io.equipoise.balancer.stats;

import io.equipoise.balancer.metrics.Figures;
import io.equipoise.balancer.metrics.Subject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Who carries what at each balancer: from its listeners, and to the backends. */
final class Flows {
    /** How many are shown of each kind. */
    static final int MOST = 200;

    private static final Comparator<Stats.Flow> BUSIEST_FIRST = Comparator.comparingDouble(Stats.Flow::rate)
            .thenComparingLong(Stats.Flow::open)
            .reversed()
            .thenComparing(Flows::name);

    private final List<Stats.Flow> fromListeners = new ArrayList<>();
    private final List<Stats.Flow> toBackends = new ArrayList<>();

    Flows(List<Slice> slices) {
        for (Slice slice : slices) {
            slice.now().forEach((subject, now) -> add(slice, subject, now));
        }
    }

    /** Those with the highest rates, then with the most open sessions; none where there is neither. */
    List<Stats.Flow> busiest() {
        return Stream.of(fromListeners, toBackends)
                .flatMap(kind -> kind.stream().sorted(BUSIEST_FIRST).limit(MOST))
                .toList();
    }

    private void add(Slice slice, Subject subject, Figures now) {
        Figures before = slice.before().get(subject);
        long earlier = before == null ? 0 : before.counts().opened();
        double rate = slice.seconds() > 0 ? Adding.since(now.counts().opened(), earlier) / slice.seconds() : 0;
        long open = now.counts().open();
        if (rate == 0 && open == 0) {
            return;
        }
        switch (subject.kind()) {
            case LISTENER -> fromListeners.add(new Stats.Flow(slice.balancer(), subject.name(), null, rate, open));
            case BACKEND -> toBackends.add(new Stats.Flow(slice.balancer(), null, subject.name(), rate, open));
        }
    }

    private static String name(Stats.Flow flow) {
        return flow.balancer() + flow.listener() + flow.backend();
    }
}
