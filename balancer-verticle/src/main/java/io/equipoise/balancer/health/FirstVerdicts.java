package io.equipoise.balancer.health;

import io.equipoise.balancer.control.Timers;
import io.equipoise.balancer.pool.PoolEvent;
import io.equipoise.balancer.pool.PoolListener;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether it is known of each backend that was there from the beginning if it is up or down: a balancer that took clients
 * before would refuse the first of them. Control loop only.
 */
public final class FirstVerdicts implements PoolListener {
    private final Set<String> open;
    private final Promise<Void> known = Promise.promise();
    private boolean asked;

    /**
     * To be told of the pool's events before anybody joins.
     *
     * @param backends ids of those that stand in the configuration, whether or not they have joined when it is asked
     */
    public FirstVerdicts(Collection<String> backends) {
        open = new HashSet<>(backends);
    }

    @Override
    public void onEvent(PoolEvent event) {
        if (event instanceof PoolEvent.Joined joined && !asked) {
            open.add(joined.node().backend().id());
        } else if (event instanceof PoolEvent.Flipped flipped) {
            open.remove(flipped.node().backend().id());
            look();
        } else if (event instanceof PoolEvent.Left left) {
            open.remove(left.node().backend().id());
            look();
        }
    }

    /**
     * Done when it is known of all that stand in the configuration or have joined by now, or after that time: a name may not
     * be found, a backend be slow to refuse.
     */
    public Future<Void> within(Duration limit, Timers timers) {
        asked = true;
        look();
        timers.after(limit, known::tryComplete);
        return known.future();
    }

    private void look() {
        if (asked && open.isEmpty()) {
            known.tryComplete();
        }
    }
}
