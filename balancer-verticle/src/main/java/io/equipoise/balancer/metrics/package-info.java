/** What is told of sessions and backends: sinks that implement the listeners of {@code pool} and {@code proxy}. */
@NullMarked
package io.equipoise.balancer.metrics;

import org.jspecify.annotations.NullMarked;
