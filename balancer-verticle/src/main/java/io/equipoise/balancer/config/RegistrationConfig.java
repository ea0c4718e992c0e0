package io.equipoise.balancer.config;

import java.util.List;
import java.util.Optional;

/**
 * Which announced backends are let in. What the configuration itself names is never refused.
 *
 * @param allowedNetworks CIDR blocks that a backend's address must be in; empty is every unicast address that is not
 *     link-local
 * @param minPort lowest port that is let in
 * @param maxPort highest port that is let in
 * @param clusterSecret signs announcements; without one they are taken unsigned
 */
public record RegistrationConfig(
        List<String> allowedNetworks, int minPort, int maxPort, Optional<String> clusterSecret) {
    /** What a balancer has that says nothing. */
    public static final RegistrationConfig DEFAULTS =
            new RegistrationConfig(List.of(), 1_024, 65_535, Optional.empty());

    public RegistrationConfig {
        allowedNetworks = List.copyOf(allowedNetworks);
    }

    /** Without the secret, so that it never reaches a log. */
    @Override
    public String toString() {
        return "RegistrationConfig[allowedNetworks=" + allowedNetworks + ", ports=" + minPort + "-" + maxPort
                + ", clusterSecret=" + (clusterSecret.isPresent() ? "set" : "none") + "]";
    }
}
