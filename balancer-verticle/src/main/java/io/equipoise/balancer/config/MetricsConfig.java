package io.equipoise.balancer.config;

/**
 * What is counted of sessions.
 *
 * @param enabled whether sessions are counted at all: without, the figures of this balancer stay at 0
 * @param backendHistograms backends with histograms of their own at {@code /metrics}, 0 to 10,000; the times of sessions on
 *     further ones are together under one name
 */
public record MetricsConfig(boolean enabled, int backendHistograms) {
    /** What a balancer has that says nothing. */
    public static final MetricsConfig DEFAULTS = new MetricsConfig(true, 1_000);
}
