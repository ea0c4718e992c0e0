/**
 * The registry contract: who a backend is, what a balancer asks it, and where both meet on the bus.
 *
 * <p>Records with JSON codecs and no logic of their own; {@link io.equipoise.cluster.registry.SharedRegistry} is the
 * only class that touches the cluster-wide map.
 */
@NullMarked
package io.equipoise.cluster.registry;

import org.jspecify.annotations.NullMarked;
