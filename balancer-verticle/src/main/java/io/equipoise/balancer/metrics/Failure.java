package io.equipoise.balancer.metrics;

/**
 * How a backend failed last.
 *
 * @param atMillis when, epoch milliseconds
 * @param reason the label of its {@link io.equipoise.balancer.proxy.CloseReason}
 */
public record Failure(long atMillis, String reason) {}
