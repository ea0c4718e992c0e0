/**
 * What operators order, kept in the cluster: every balancer applies it to its pool within milliseconds, and again after
 * its own start. {@link io.equipoise.balancer.orders.Orders} takes new orders; {@code OrderExchange} keeps the shared map
 * and the bus; {@code OrderEffects} changes the pool.
 *
 * <p>Owned by the control loop.
 */
@NullMarked
package io.equipoise.balancer.orders;

import org.jspecify.annotations.NullMarked;
