package io.equipoise.balancer.metrics;

import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.HealthState.Status;
import io.equipoise.balancer.pool.PoolEvent;
import io.equipoise.balancer.pool.PoolListener;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Tells in the log what becomes of the pool: one line a change, at info; what repeats by itself, once a minute. */
public final class EventLog implements PoolListener {
    private static final Logger log = LoggerFactory.getLogger(EventLog.class);

    private final Predicate<String> mayTellAgain;

    /**
     * A log of events.
     *
     * @param mayTellAgain whether a refusal of the backend of that id may be logged now
     */
    public EventLog(Predicate<String> mayTellAgain) {
        this.mayTellAgain = mayTellAgain;
    }

    @Override
    public void onEvent(PoolEvent event) {
        if (event instanceof PoolEvent.Joined joined) {
            of(joined.node().backend()).log("backend joined");
        } else if (event instanceof PoolEvent.Left left) {
            of(left.node().backend()).addKeyValue("reason", left.why()).log("backend left");
        } else if (event instanceof PoolEvent.Changed changed) {
            onChanged(changed.node().backend(), changed.before());
        } else if (event instanceof PoolEvent.Flipped flipped) {
            onFlipped(flipped);
        } else if (event instanceof PoolEvent.Panic panic) {
            onPanic(panic);
        } else if (event instanceof PoolEvent.Refused refused) {
            onRefused(refused);
        }
    }

    private static void onChanged(Backend now, Backend before) {
        if (now.mode() == before.mode()) {
            of(now).addKeyValue("weight", now.weight()).log("backend changed");
            return;
        }
        switch (now.mode()) {
            case READY -> of(now).log("backend is ready");
            case DRAINING -> of(now).log("backend is draining");
            case MAINTENANCE -> of(now).log("backend is in maintenance");
        }
    }

    private static void onFlipped(PoolEvent.Flipped flipped) {
        LoggingEventBuilder line = of(flipped.node().backend()).addKeyValue("reason", flipped.why());
        line.log(flipped.health() == Status.UP ? "backend is up" : "backend is down");
    }

    private static void onPanic(PoolEvent.Panic panic) {
        if (panic.on()) {
            log.atWarn().addKeyValue("service", panic.service()).log("service panics, health is ignored");
        } else {
            log.atInfo().addKeyValue("service", panic.service()).log("service no longer panics");
        }
    }

    private void onRefused(PoolEvent.Refused refused) {
        if (mayTellAgain.test(refused.backend().id())) {
            of(refused.backend()).addKeyValue("reason", refused.why()).log("backend refused");
        }
    }

    private static LoggingEventBuilder of(Backend backend) {
        return log.atInfo()
                .addKeyValue("backend", backend.id())
                .addKeyValue("incarnation", backend.incarnation())
                .addKeyValue("service", backend.service())
                .addKeyValue(
                        "address",
                        backend.address().getHostString() + ":"
                                + backend.address().getPort());
    }
}
