/**
 * Which backend gets the next connection: one file a policy, pure Java. A set of nodes and dice go in, a choice comes
 * out; no clock, no log, no lock, no allocation on the way.
 *
 * <p>How busy a backend is, is not a policy's business: the least-loaded ones take any
 * {@link io.equipoise.balancer.pool.load.LoadMetric}.
 */
@NullMarked
package io.equipoise.balancer.selection;

import org.jspecify.annotations.NullMarked;
