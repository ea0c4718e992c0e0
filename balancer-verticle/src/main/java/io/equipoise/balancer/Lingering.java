package io.equipoise.balancer;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/**
 * Holds the end of Vert.x back until something is over, well or not: what a worker brings back to an event loop that has
 * ended is rejected, with a stack trace. A verticle, as one that still starts is not asked to stop, but its children are.
 */
final class Lingering extends VerticleBase {
    private final Future<?> until;

    Lingering(Future<?> until) {
        this.until = until;
    }

    @Override
    public Future<?> stop() {
        return until.transform(over -> Future.succeededFuture());
    }
}
