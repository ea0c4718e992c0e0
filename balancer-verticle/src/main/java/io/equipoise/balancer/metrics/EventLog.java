package io.equipoise.balancer.metrics;

import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.HealthState;
import io.equipoise.balancer.pool.PoolEvent;
import io.equipoise.balancer.pool.PoolListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line for every change of the pool: who joined, left, went up or down and why. What the pool refuses is no change,
 * and logged where refusals are counted. Control loop only.
 */
public final class EventLog implements PoolListener {
    private static final Logger log = LoggerFactory.getLogger(EventLog.class);

    @Override
    public void onEvent(PoolEvent event) {
        if (event instanceof PoolEvent.Joined joined) {
            about(log.atInfo(), joined.node()).log("backend joined");
        } else if (event instanceof PoolEvent.Left left) {
            about(log.atInfo(), left.node()).addKeyValue("why", left.why()).log("backend left");
        } else if (event instanceof PoolEvent.Flipped flipped) {
            flipped(flipped);
        } else if (event instanceof PoolEvent.Changed changed) {
            changed(changed);
        } else if (event instanceof PoolEvent.Panic panic) {
            panic(panic);
        }
    }

    private static void flipped(PoolEvent.Flipped flipped) {
        boolean up = flipped.health() == HealthState.Status.UP;
        about(up ? log.atInfo() : log.atWarn(), flipped.node())
                .addKeyValue("why", flipped.why())
                .log(up ? "backend is up" : "backend is down");
    }

    private static void changed(PoolEvent.Changed changed) {
        Backend now = changed.node().backend();
        if (now.mode() != changed.before().mode()) {
            about(log.atInfo(), changed.node())
                    .addKeyValue("open", changed.node().open())
                    .log(
                            switch (now.mode()) {
                                case READY -> "backend is ready again";
                                case DRAINING -> "backend is draining";
                                case MAINTENANCE -> "backend is in maintenance";
                            });
        } else {
            about(log.atInfo(), changed.node())
                    .addKeyValue("weight", now.weight())
                    .log("backend changed");
        }
    }

    private static void panic(PoolEvent.Panic panic) {
        if (panic.on()) {
            log.atWarn()
                    .addKeyValue("service", panic.service())
                    .log("too few backends are healthy, choosing among all of them");
        } else {
            log.atInfo().addKeyValue("service", panic.service()).log("enough backends are healthy again");
        }
    }

    private static LoggingEventBuilder about(LoggingEventBuilder line, BackendNode node) {
        return line.addKeyValue("backend", node.backend().id())
                .addKeyValue("service", node.backend().service())
                .addKeyValue("address", node.backend().address());
    }
}
