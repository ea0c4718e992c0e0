package io.equipoise.balancer.proxy;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between the sessions of one loop and those who are told of them: what they throw is logged, once a minute with
 * the number of those that were not, and goes no further. Owned by the loop.
 */
final class Guard {
    private static final Logger log = LoggerFactory.getLogger(Guard.class);
    private static final long PERIOD = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanoTime;
    private boolean logged;
    private long loggedAt;
    private long unlogged;

    Guard(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void run(Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            onThrown(e);
        }
    }

    void onThrown(Throwable thrown) {
        long now = nanoTime.getAsLong();
        if (logged && now - loggedAt < PERIOD) {
            unlogged++;
            return;
        }
        log.atError().setCause(thrown).addKeyValue("unlogged", unlogged).log("a session listener failed");
        logged = true;
        loggedAt = now;
        unlogged = 0;
    }
}
