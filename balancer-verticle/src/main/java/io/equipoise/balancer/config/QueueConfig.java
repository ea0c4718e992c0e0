package io.equipoise.balancer.config;

import java.time.Duration;

/**
 * Where sessions wait while all backends of a service are full.
 *
 * @param places sessions that may wait
 * @param timeout after which one is refused
 */
public record QueueConfig(int places, Duration timeout) {
    /** What a service has that says nothing. */
    public static final QueueConfig DEFAULTS = new QueueConfig(1_024, Duration.ofSeconds(5));
}
