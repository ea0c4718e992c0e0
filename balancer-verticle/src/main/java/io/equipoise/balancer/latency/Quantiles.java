package io.equipoise.balancer.latency;

/**
 * Quantiles of latencies in milliseconds, as exact as their {@link Resolution}; all 0 when there are none.
 *
 * @param count how many latencies
 * @param p50 half of them took no longer
 * @param max the longest
 */
public record Quantiles(long count, double p50, double p90, double p99, double p999, double max) {
    /** Of no latency. */
    public static final Quantiles NONE = new Quantiles(0, 0, 0, 0, 0, 0);
}
