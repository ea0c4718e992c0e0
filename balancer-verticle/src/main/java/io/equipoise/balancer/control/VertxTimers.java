package io.equipoise.balancer.control;

import io.vertx.core.Vertx;
import java.time.Duration;

/** Timers of the verticle that makes them; they end with it. A delay is rounded up to whole milliseconds. */
public final class VertxTimers implements Timers {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Vertx vertx;

    /** Timers on the context that calls {@link #after}. */
    public VertxTimers(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        long millis = Math.max(1, (delay.toNanos() + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
        long id = vertx.setTimer(millis, fired -> task.run());
        return () -> vertx.cancelTimer(id);
    }
}
