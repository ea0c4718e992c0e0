package io.equipoise.backend;

import io.equipoise.cluster.registry.BackendState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Waits until every live balancer's ping says that it has seen this backend draining, and a moment longer for the
 * connections that were chosen before that; at most until a limit. With no live balancer there is nothing to wait for.
 * Owned by one event loop.
 */
final class DrainHandshake {
    /** How long a connection may be under way that a balancer chose before it saw the backend draining. */
    static final Duration SETTLE = Duration.ofMillis(100);

    private final BalancerSightings sightings;
    private final Timers timers;
    private final LongSupplier nanoTime;
    private final Promise<Void> done = Promise.promise();
    private Runnable limitTimer = Timers.NONE;
    private boolean awaited;

    DrainHandshake(BalancerSightings sightings, Timers timers, LongSupplier nanoTime) {
        this.sightings = sightings;
        this.timers = timers;
        this.nanoTime = nanoTime;
    }

    /** Starts waiting; never fails. */
    Future<Void> await(Duration limit) {
        if (!sightings.anyLive(nanoTime.getAsLong())) {
            return Future.succeededFuture();
        }
        awaited = true;
        limitTimer = timers.after(limit, done::tryComplete);
        onPing();
        return done.future();
    }

    /** A ping was noted. */
    void onPing() {
        if (awaited && sightings.allLiveSee(BackendState.DRAINING, nanoTime.getAsLong())) {
            awaited = false;
            limitTimer.run();
            timers.after(SETTLE, done::tryComplete);
        }
    }
}
