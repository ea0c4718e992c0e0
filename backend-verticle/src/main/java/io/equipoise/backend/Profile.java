package io.equipoise.backend;

import io.equipoise.cluster.registry.Registration;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a backend says of itself, as it is configured.
 *
 * @param service the service it serves
 * @param id who it is; one is made up when there is none
 * @param host the IP address that balancers connect to; the member's own when there is none
 * @param weight its share against others of the service, 1 to 256
 * @param zone where it runs; empty when not said
 * @param lease how long an announcement holds unless it is renewed
 * @param tags free text to show
 * @param secret the cluster's, with which announcements are signed
 * @param drain how long it takes to leave
 */
record Profile(
        String service,
        Optional<String> id,
        Optional<String> host,
        int weight,
        String zone,
        Duration lease,
        Map<String, String> tags,
        Optional<String> secret,
        DrainLimits drain) {

    static final Duration DEFAULT_LEASE = Duration.ofSeconds(6);

    static final Profile DEFAULTS = new Profile(
            "default",
            Optional.empty(),
            Optional.empty(),
            Registration.DEFAULT_WEIGHT,
            "",
            DEFAULT_LEASE,
            Map.of(),
            Optional.empty(),
            DrainLimits.DEFAULTS);

    Profile {
        tags = Map.copyOf(tags);
    }

    Profile withService(String newService) {
        return new Profile(newService, id, host, weight, zone, lease, tags, secret, drain);
    }

    Profile withId(String newId) {
        return new Profile(service, Optional.of(newId), host, weight, zone, lease, tags, secret, drain);
    }

    Profile withHost(String newHost) {
        return new Profile(service, id, Optional.of(newHost), weight, zone, lease, tags, secret, drain);
    }

    Profile withWeight(int newWeight) {
        return new Profile(service, id, host, newWeight, zone, lease, tags, secret, drain);
    }

    Profile withTags(Map<String, String> newTags) {
        return new Profile(service, id, host, weight, zone, lease, newTags, secret, drain);
    }

    Profile withSecret(String newSecret) {
        return new Profile(service, id, host, weight, zone, lease, tags, Optional.of(newSecret), drain);
    }

    Profile withDrain(DrainLimits newDrain) {
        return new Profile(service, id, host, weight, zone, lease, tags, secret, newDrain);
    }

    /** Without the secret, so that it never reaches a log. */
    @Override
    public String toString() {
        return "Profile[service=" + service + ", id=" + id + ", host=" + host + ", weight=" + weight + ", zone=" + zone
                + ", lease=" + lease + ", tags=" + tags + ", secret=" + (secret.isPresent() ? "set" : "none")
                + ", drain=" + drain + "]";
    }
}
