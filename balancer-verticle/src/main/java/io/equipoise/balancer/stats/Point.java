package io.equipoise.balancer.stats;

import io.equipoise.balancer.latency.Quantiles;

/**
 * All balancers together in one step of the history.
 *
 * @param atMillis its end, epoch milliseconds
 * @param rate sessions opened per second
 * @param open sessions at its end
 * @param failureRate failures per second
 * @param firstByte times to the first byte of the sessions that ended in it
 */
public record Point(long atMillis, double rate, long open, double failureRate, Quantiles firstByte) {}
