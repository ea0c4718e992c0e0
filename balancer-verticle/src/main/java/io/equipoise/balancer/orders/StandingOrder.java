package io.equipoise.balancer.orders;

import io.equipoise.cluster.registry.Order;
import java.time.Instant;

/**
 * An order that holds, to show.
 *
 * @param by the name of the token that it came with
 * @param at when it was given, by the clock of the balancer that took it
 */
public record StandingOrder(String by, Instant at) {
    static StandingOrder of(Order order) {
        return new StandingOrder(
                order.stamp().by(), Instant.ofEpochMilli(order.stamp().at()));
    }
}
