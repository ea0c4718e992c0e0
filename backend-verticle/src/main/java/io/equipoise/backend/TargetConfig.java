package io.equipoise.backend;

import io.equipoise.cluster.launch.HostPort;
import java.time.Duration;

/**
 * The service that a sidecar speaks for.
 *
 * @param address where it listens
 * @param interval between two checks
 * @param timeout after which a check without a connection is bad
 */
record TargetConfig(HostPort address, Duration interval, Duration timeout) {
    static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);
    static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(400);
}
