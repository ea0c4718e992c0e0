package io.equipoise.balancer.config;

import java.time.Duration;

/**
 * How a backend connection is made.
 *
 * @param timeout for one attempt
 * @param attempts at most, each on another backend while there is one
 * @param deadline for all attempts together
 */
public record ConnectConfig(Duration timeout, int attempts, Duration deadline) {
    /** What a service has that says nothing. */
    public static final ConnectConfig DEFAULTS = new ConnectConfig(Duration.ofSeconds(2), 3, Duration.ofSeconds(5));
}
