package io.equipoise.balancer.orders;

import io.equipoise.cluster.registry.Order;
import io.equipoise.cluster.registry.Wish;
import java.util.Optional;

/**
 * An order that is news here.
 *
 * @param before what it replaces
 */
record Taken(Order order, Optional<Wish> before) {
    /** Whether it takes back what did not hold here: nothing to tell of. */
    boolean changesNothing() {
        return order.wish().takesBack() && before.map(Wish::takesBack).orElse(true);
    }
}
