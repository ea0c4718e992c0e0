package io.equipoise.balancer.kubernetes;

import io.equipoise.balancer.stats.Stats;
import java.util.Comparator;
import java.util.List;

/**
 * What the backends that may be pods carry, and who is to say so.
 *
 * @param leads whether it is this balancer: of those whose figures are fresh it has the least id. Nobody votes: two may
 *     lead for a moment, which costs a write of the same
 */
record ClusterLoad(boolean leads, List<BackendLoad> backends) {

    ClusterLoad {
        backends = List.copyOf(backends);
    }

    static ClusterLoad of(Stats stats) {
        boolean leads = stats.balancers().stream()
                .filter(balancer -> !balancer.stale())
                .map(Stats.OfBalancer::id)
                .min(Comparator.naturalOrder())
                .filter(stats.balancer()::equals)
                .isPresent();
        return new ClusterLoad(
                leads,
                stats.backends().stream()
                        .filter(figures -> BackendLoad.mayBePod(figures.node().backend()))
                        .map(BackendLoad::of)
                        .toList());
    }
}
