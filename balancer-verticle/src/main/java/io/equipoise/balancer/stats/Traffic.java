package io.equipoise.balancer.stats;

import io.equipoise.balancer.metrics.Counts;

/**
 * What was counted since each balancer started, and how fast it grew within a window.
 *
 * @param rate sessions opened per second
 * @param failureRate failures per second
 */
public record Traffic(Counts counts, double rate, double failureRate) {}
