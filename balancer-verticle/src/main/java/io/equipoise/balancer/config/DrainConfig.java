package io.equipoise.balancer.config;

import java.time.Duration;

/**
 * How a balancer leaves.
 *
 * @param lameDuck how long it goes on accepting after its readiness has failed
 * @param deadline how long open sessions may then take to end by themselves
 */
public record DrainConfig(Duration lameDuck, Duration deadline) {
    /** What a balancer has that says nothing. */
    public static final DrainConfig DEFAULTS = new DrainConfig(Duration.ZERO, Duration.ofSeconds(30));
}
