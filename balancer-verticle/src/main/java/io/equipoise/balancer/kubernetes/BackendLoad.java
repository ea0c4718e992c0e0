package io.equipoise.balancer.kubernetes;

import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.stats.Stats;
import java.util.regex.Pattern;

/**
 * How much a backend carries.
 *
 * @param id its id, which is the name of its pod when it is one
 * @param incarnation which start of it
 * @param drained whether it takes no new sessions any more, by its own word or by order
 * @param open sessions on it, at all balancers
 */
record BackendLoad(String id, long incarnation, boolean drained, long open) {
    private static final int LONGEST_NAME = 253;
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

    static BackendLoad of(Stats.OfBackend figures) {
        Backend backend = figures.node().backend();
        return new BackendLoad(
                backend.id(),
                backend.incarnation(),
                backend.mode() != Backend.Mode.READY,
                figures.total().traffic().counts().open());
    }

    /** Whether a backend of that description can be a pod: it has announced itself, and Kubernetes takes its id as a name. */
    static boolean mayBePod(Backend backend) {
        return backend.origin() == Backend.Origin.ANNOUNCED
                && backend.id().length() <= LONGEST_NAME
                && NAME.matcher(backend.id()).matches();
    }
}
