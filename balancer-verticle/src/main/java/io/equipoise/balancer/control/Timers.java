package io.equipoise.balancer.control;

import java.time.Duration;

/** Runs tasks later, on the control loop. Control loop only. */
@FunctionalInterface
public interface Timers {
    /** Runs the task once, when the delay has passed, unless it is cancelled before. */
    Timer after(Duration delay, Runnable task);

    /** A task that is to run. */
    @FunctionalInterface
    interface Timer {
        /** Keeps the task from running; without effect once it has run. */
        void cancel();
    }
}
