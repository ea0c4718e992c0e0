package io.equipoise.balancer.pool;

import io.equipoise.balancer.pool.Backend.Mode;
import java.util.HashMap;
import java.util.Map;

/**
 * What operators have ordered of backends, by id: it holds whether or not the backend is there, and over its starts.
 * Control loop only.
 */
final class Overlay {
    private final Map<String, PoolUpdate.Ordered> orders = new HashMap<>();

    void put(PoolUpdate.Ordered order) {
        if (order.mode() == Mode.READY && order.weight().isEmpty()) {
            orders.remove(order.id());
        } else {
            orders.put(order.id(), order);
        }
    }

    /** What a backend is by its own word and by order: in the more restrictive mode, with the ordered weight. */
    Backend over(Backend announced) {
        PoolUpdate.Ordered order = orders.get(announced.id());
        if (order == null) {
            return announced;
        }
        return announced
                .withMode(announced.mode().orMoreRestrictive(order.mode()))
                .withWeight(order.weight().orElse(announced.weight()));
    }
}
