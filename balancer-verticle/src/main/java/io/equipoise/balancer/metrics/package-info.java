/** What the balancer reports: sinks that implement the listeners of the pool and of the data path. */
@NullMarked
package io.equipoise.balancer.metrics;

import org.jspecify.annotations.NullMarked;
