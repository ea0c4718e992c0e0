package io.equipoise.balancer.control;

import io.equipoise.balancer.control.Timers.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A task that runs again and again, with jitter, until it is stopped. A run that fails does not end it. */
public final class Periodic {
    private final ControlLoop loop;
    private final Duration period;
    private final Runnable task;
    private @Nullable Timer next;

    /** A task that is not started yet. */
    public Periodic(ControlLoop loop, Duration period, Runnable task) {
        this.loop = loop;
        this.period = period;
        this.task = task;
    }

    /** Runs it for the first time after about one period. Starting again puts the next run off. */
    public void start() {
        stop();
        next = loop.timers().after(Jitter.around(period, loop.random()), this::run);
    }

    /** Does not run it any more. */
    public void stop() {
        if (next != null) {
            next.cancel();
            next = null;
        }
    }

    private void run() {
        start();
        task.run();
    }
}
