package io.equipoise.backend;

import io.vertx.core.Vertx;
import java.time.Duration;

/** The timers of the event loop that asks for them; a millisecond is the shortest. */
final class VertxTimers implements Timers {
    private final Vertx vertx;

    VertxTimers(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public Runnable after(Duration delay, Runnable action) {
        long timer = vertx.setTimer(Math.max(1, delay.toMillis()), id -> action.run());
        return () -> vertx.cancelTimer(timer);
    }
}
