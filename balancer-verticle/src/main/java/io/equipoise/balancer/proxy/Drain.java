package io.equipoise.balancer.proxy;

import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a loop that accepts no more: waits for its sessions and resets those that outlast the deadline. Owned by
 * the loop.
 */
final class Drain {
    private static final Logger log = LoggerFactory.getLogger(Drain.class);
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(20);

    private final ProxyLoop loop;
    private final long deadline;
    private final Promise<Void> done = Promise.promise();
    private @Nullable ScheduledFuture<?> timer;

    /** Begins to drain that loop, for so long at most. */
    Drain(ProxyLoop loop, Duration limit) {
        this.loop = loop;
        this.deadline = loop.now() + limit.toNanos();
    }

    /** Completes when there is no session left. */
    Future<Void> start() {
        log.atInfo().addKeyValue("sessions", loop.sessions().size()).log("draining");
        timer = loop.eventLoop().scheduleWithFixedDelay(this::look, 0, LOOK, TimeUnit.NANOSECONDS);
        return done.future();
    }

    private void look() {
        if (loop.sessions().size() > 0 && loop.now() - deadline >= 0) {
            log.atWarn()
                    .addKeyValue("sessions", loop.sessions().size())
                    .log("sessions are reset, the drain deadline has passed");
            loop.sessions().forEach(session -> session.onCut(CloseReason.DRAIN_DEADLINE));
        }
        if (loop.sessions().size() == 0 && timer != null) {
            timer.cancel(false);
            done.tryComplete();
        }
    }
}
