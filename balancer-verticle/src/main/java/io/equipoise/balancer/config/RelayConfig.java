package io.equipoise.balancer.config;

import java.time.Duration;

/**
 * How bytes are carried. A timeout of zero is off.
 *
 * @param idleTimeout a session without a byte in either direction ends after it [Envoy idle_timeout 1 h]
 * @param halfOpenTimeout a session with one direction ended and no byte in the other ends after it
 * @param clientFirstByteTimeout a session whose client has sent nothing ends after it; off, as servers may speak first
 * @param maxLifetime a session ends after it, whatever it does; off
 * @param bufferBytes bytes that one direction may hold for a peer that does not read
 * @param spliceAfterBytes bytes of one direction without a pause after which the kernel moves them, where it can; 0 is off
 */
public record RelayConfig(
        Duration idleTimeout,
        Duration halfOpenTimeout,
        Duration clientFirstByteTimeout,
        Duration maxLifetime,
        int bufferBytes,
        int spliceAfterBytes) {
    /** What a service has that says nothing. */
    public static final RelayConfig DEFAULTS =
            new RelayConfig(Duration.ofHours(1), Duration.ofHours(1), Duration.ZERO, Duration.ZERO, 128 << 10, 1 << 20);
}
