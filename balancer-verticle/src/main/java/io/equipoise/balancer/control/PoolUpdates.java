package io.equipoise.balancer.control;

import io.equipoise.balancer.pool.BackendPool;
import io.equipoise.balancer.pool.PoolEvent;
import io.equipoise.balancer.pool.PoolListener;
import io.equipoise.balancer.pool.PoolUpdate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only way to change the pool. Updates that come within one tick are applied together: one snapshot for all of them.
 * The queue is bounded: a full one is applied at once. Control loop only.
 */
public final class PoolUpdates implements Consumer<PoolUpdate> {
    /** How long an update waits for others. */
    static final Duration TICK = Duration.ofMillis(2);

    /** How many updates are applied together at most. */
    static final int MOST = 512;

    private static final Logger log = LoggerFactory.getLogger(PoolUpdates.class);

    private final BackendPool pool;
    private final Timers timers;
    private final List<PoolListener> listeners = new ArrayList<>();
    private List<PoolUpdate> waiting = new ArrayList<>();
    private boolean due;

    /** Changes that pool. */
    public PoolUpdates(BackendPool pool, Timers timers) {
        this.pool = pool;
        this.timers = timers;
    }

    /** Is told of every change, after those that were added before it. */
    public void addListener(PoolListener listener) {
        listeners.add(listener);
    }

    /** Applies the update within one tick. */
    @Override
    public void accept(PoolUpdate update) {
        waiting.add(update);
        if (waiting.size() >= MOST) {
            apply();
        } else if (!due) {
            due = true;
            timers.after(TICK, this::tick);
        }
    }

    /** Applies what waits, at once: for whoever must see it in the pool. */
    public void flush() {
        apply();
    }

    private void tick() {
        due = false;
        apply();
    }

    private void apply() {
        List<PoolUpdate> batch = waiting;
        waiting = new ArrayList<>();
        for (PoolEvent event : pool.apply(batch)) {
            listeners.forEach(listener -> tell(listener, event));
        }
    }

    private static void tell(PoolListener listener, PoolEvent event) {
        try {
            listener.onEvent(event);
        } catch (RuntimeException e) {
            log.atError().setCause(e).addKeyValue("event", event).log("a pool listener failed");
        }
    }
}
