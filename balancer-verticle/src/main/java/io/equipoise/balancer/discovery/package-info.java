/**
 * Membership: who is in the pool. Backends come in by announcing themselves on the bus, by the cluster-wide map, or by
 * standing in the configuration; all go through one door into {@link io.equipoise.balancer.control.PoolUpdates}.
 *
 * <p>Owned by the control loop.
 */
@NullMarked
package io.equipoise.balancer.discovery;

import org.jspecify.annotations.NullMarked;
