package io.equipoise.balancer.proxy;

import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one timer of a loop: ends sessions whose time is over, and finds resets that reading does not show. A timeout is
 * noticed late by up to an eighth of the shortest one, and by a second at most. Owned by the loop.
 */
final class Sweeper {
    private static final long SHORTEST_TICK = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONGEST_TICK = TimeUnit.SECONDS.toNanos(1);

    private final ProxyLoop loop;
    private final long tick;
    private @Nullable ScheduledFuture<?> timer;
    private long due;

    Sweeper(ProxyLoop loop, List<Route> routes) {
        this.loop = loop;
        this.tick = tick(routes);
    }

    static long tick(List<Route> routes) {
        long shortest = routes.stream()
                .mapToLong(route -> route.timeouts().shortest())
                .min()
                .orElse(Timeouts.NEVER);
        return Math.max(SHORTEST_TICK, Math.min(shortest / 8, LONGEST_TICK));
    }

    void start() {
        due = loop.now() + tick;
        timer = loop.eventLoop().scheduleWithFixedDelay(this::sweep, tick, tick, TimeUnit.NANOSECONDS);
    }

    void stop() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void sweep() {
        long now = loop.now();
        loop.listener().onLoopLate(Math.max(0, now - due));
        due = now + tick;
        loop.sessions().forEach(session -> look(session, now));
        loop.watch().check();
    }

    /** What one session throws must not end the timer of all. */
    private void look(Session session, long now) {
        try {
            session.onTick(now);
            session.watch(loop.watch());
        } catch (RuntimeException e) {
            session.onDefect(e);
        }
    }
}
