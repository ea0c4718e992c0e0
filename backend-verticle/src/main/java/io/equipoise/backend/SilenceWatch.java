package io.equipoise.backend;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that no balancer pings any more and acts upon it, again and again until one does: either there is none, or
 * the cluster has lost the way to this backend. Owned by one event loop.
 */
final class SilenceWatch {
    private static final Logger log = LoggerFactory.getLogger(SilenceWatch.class);

    private final String backend;
    private final Timers timers;
    private final LongSupplier nanoTime;
    private final LongSupplier lastPing;
    private final Duration limit;
    private final Runnable onSilence;
    private Runnable timer = Timers.NONE;
    private boolean silent;

    /**
     * Watches the time of the last ping.
     *
     * @param limit what counts as silence, and the time between two actions
     */
    SilenceWatch(
            String backend,
            Timers timers,
            LongSupplier nanoTime,
            LongSupplier lastPing,
            Duration limit,
            Runnable onSilence) {
        this.backend = backend;
        this.timers = timers;
        this.nanoTime = nanoTime;
        this.lastPing = lastPing;
        this.limit = limit;
        this.onSilence = onSilence;
    }

    void start() {
        timer = timers.after(limit.dividedBy(2), this::look);
    }

    void stop() {
        timer.run();
    }

    private void look() {
        boolean wasSilent = silent;
        silent = nanoTime.getAsLong() - lastPing.getAsLong() >= limit.toNanos();
        if (silent != wasSilent) {
            log.atInfo()
                    .addKeyValue("backend", backend)
                    .log(silent ? "no balancer pings; subscribing again" : "balancers ping");
        }
        if (silent) {
            onSilence.run();
        }
        timer = timers.after(silent ? limit : limit.dividedBy(2), this::look);
    }
}
