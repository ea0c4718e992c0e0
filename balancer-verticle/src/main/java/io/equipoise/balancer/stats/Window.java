package io.equipoise.balancer.stats;

/** What rates and latencies are over. */
public enum Window {
    /** The last ten seconds, or up to two more. */
    RECENT,
    /** All the time since each balancer started. */
    ALL
}
