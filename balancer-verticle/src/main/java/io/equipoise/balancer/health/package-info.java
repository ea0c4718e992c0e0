/**
 * Liveness: two probes for each announced backend, one for each static one, what they add up to, and what real traffic
 * adds. Verdicts go into {@link io.equipoise.balancer.control.PoolUpdates}.
 *
 * <p>Owned by the control loop.
 */
@NullMarked
package io.equipoise.balancer.health;

import org.jspecify.annotations.NullMarked;
