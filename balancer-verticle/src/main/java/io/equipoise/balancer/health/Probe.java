package io.equipoise.balancer.health;

import io.equipoise.balancer.pool.Backend;
import io.vertx.core.Future;

/** Looks at one backend, once. */
@FunctionalInterface
interface Probe {
    /**
     * What it saw. Completes on the control loop; an answer that comes after the timeout is not looked at any more.
     *
     * @param backend as it is in the published snapshot by its own word, whatever was ordered: that is what it is told of
     */
    Future<Observation> probe(Backend backend);
}
