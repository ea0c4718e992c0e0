package io.equipoise.balancer.health;

import io.equipoise.balancer.control.Timers;
import io.equipoise.balancer.control.Timers.Timer;
import io.equipoise.balancer.pool.BackendNode;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts the sessions on a backend that has been dead or frozen for longer than the grace, and does so again as long as it
 * stays so. Control loop only.
 */
final class SessionGrace {
    private static final Logger log = LoggerFactory.getLogger(SessionGrace.class);

    private final BackendNode node;
    private final Duration grace;
    private final Consumer<BackendNode> cut;
    private final Timers timers;
    private @Nullable Timer timer;

    SessionGrace(BackendNode node, Duration grace, Consumer<BackendNode> cut, Timers timers) {
        this.node = node;
        this.grace = grace;
        this.cut = cut;
        this.timers = timers;
    }

    /** Whether the backend is dead, as of now. */
    void onDead(boolean dead) {
        if (dead && timer == null) {
            timer = timers.after(grace, this::onOver);
        } else if (!dead && timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void onOver() {
        timer = null;
        if (node.open() > 0) {
            log.atInfo()
                    .addKeyValue("backend", node.backend().id())
                    .addKeyValue("sessions", node.open())
                    .log("backend stays down, its sessions are cut");
            cut.accept(node);
        }
        if (node.member()) {
            timer = timers.after(grace.isZero() ? Duration.ofSeconds(1) : grace, this::onOver);
        }
    }
}
