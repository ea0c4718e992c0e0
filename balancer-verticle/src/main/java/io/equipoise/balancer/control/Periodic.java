package io.equipoise.balancer.control;

import io.equipoise.balancer.control.Timers.Timer;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A task that runs again and again, with jitter, until it is stopped. A run that fails does not end it. */
public final class Periodic {
    private final Timers timers;
    private final RandomGenerator random;
    private final Duration period;
    private final Runnable task;
    private @Nullable Timer next;

    /** A task that is not started yet. */
    public Periodic(Timers timers, RandomGenerator random, Duration period, Runnable task) {
        this.timers = timers;
        this.random = random;
        this.period = period;
        this.task = task;
    }

    /** Runs it for the first time after about one period. Starting again puts the next run off. */
    public void start() {
        stop();
        next = timers.after(Jitter.around(period, random), this::run);
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
