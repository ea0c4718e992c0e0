/**
 * The state of the balancer: which backends there are and how they are. Pure Java, no clock, no log, no I/O.
 *
 * <p>The control loop is the only writer. Data loops read one immutable {@link io.equipoise.balancer.pool.PoolSnapshot}
 * and give back nothing but {@link io.equipoise.balancer.pool.Lease}s. Every atomic of the balancer lives here.
 */
@NullMarked
package io.equipoise.balancer.pool;

import org.jspecify.annotations.NullMarked;
