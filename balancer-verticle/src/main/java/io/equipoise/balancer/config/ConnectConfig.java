package io.equipoise.balancer.config;

import java.time.Duration;

/**
 * How a backend connection is made.
 *
 * @param timeout for one attempt
 * @param attempts at most, each on another backend while there is one
 * @param deadline for all attempts together
 * @param replayBytes up to so many bytes that a client has sent are sent to another backend when one breaks the
 *     connection off before it has said anything; 0 is off. Only for protocols whose requests may come twice: the backend
 *     may have acted upon them
 */
public record ConnectConfig(Duration timeout, int attempts, Duration deadline, int replayBytes) {
    /** What a service has that says nothing. */
    public static final ConnectConfig DEFAULTS = new ConnectConfig(Duration.ofSeconds(2), 3, Duration.ofSeconds(5), 0);
}
