package io.equipoise.backend;

import io.equipoise.cluster.launch.ConfigReader;
import io.equipoise.cluster.launch.InvalidConfig;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A runnable backend.
 *
 * @param type what it serves
 * @param host address to bind; where it is reached when there is none, see {@link #bindHost}
 * @param port TCP port to bind; 0 is any free one
 * @param profile what it says of itself
 * @param target for whom it speaks, of a sidecar
 */
record BackendConfig(
        BackendType type, Optional<String> host, int port, Profile profile, Optional<TargetConfig> target) {

    /** Class-path resource of the schema. */
    static final String SCHEMA = "io/equipoise/backend/backend.schema.json";

    /**
     * Reads a configuration.
     *
     * @throws InvalidConfig naming the key, its value and what is allowed
     */
    static BackendConfig of(JsonObject json) {
        ConfigReader config = ConfigReader.of(json);
        BackendType type = type(config);
        Optional<String> host = address(config, "host");
        int port = config.integer("port", 0);
        Optional<TargetConfig> target = target(config, type);
        if (type == BackendType.SIDECAR && port != 0) {
            throw config.invalid("port", "none for a sidecar: its target has one");
        }
        if (port < 0 || port > 65_535) {
            throw config.invalid("port", "a whole number from 0 to 65535");
        }
        Optional<String> advertised =
                address(config, "advertisedHost").or(() -> host.filter(BackendConfig::isSpecific));
        return new BackendConfig(type, host, port, profile(config, advertised), target);
    }

    /**
     * Where to bind: as configured; else on loopback when balancers connect there, so that no port is open to the
     * world that nobody needs; else on every address.
     */
    String bindHost(String advertised) {
        return host.orElseGet(() -> {
            if (IpAddress.parse(advertised)
                    .filter(InetAddress::isLoopbackAddress)
                    .isPresent()) {
                return advertised;
            }
            return advertised.contains(":") ? "::" : "0.0.0.0";
        });
    }

    /** Looks whether so many of them can be in one process. */
    void checkInstances(int instances) {
        if (instances > 1 && port != 0) {
            throw InvalidConfig.at("port", port, "0 for " + instances + " instances, so that each gets a free one");
        }
    }

    /** The same as one of several in a process: an id that is configured gets a number. */
    BackendConfig numbered(int number) {
        return profile.id().isEmpty()
                ? this
                : new BackendConfig(
                        type, host, port, profile.withId(profile.id().get() + "-" + number), target);
    }

    private static Profile profile(ConfigReader config, Optional<String> advertised) {
        Profile defaults = Profile.DEFAULTS;
        ConfigReader drain = config.section("drain");
        return new Profile(
                config.text("service", defaults.service()),
                config.text("id"),
                advertised,
                config.integer("weight", defaults.weight()),
                config.text("zone", defaults.zone()),
                config.duration("lease", defaults.lease()),
                config.namedTexts("tags"),
                config.section("cluster").text("secret"),
                new DrainLimits(
                        drain.duration("announce", defaults.drain().announce()),
                        drain.duration("deadline", defaults.drain().deadline())));
    }

    private static BackendType type(ConfigReader config) {
        String name = config.text("type", "echo");
        return Arrays.stream(BackendType.values())
                .filter(type -> type.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> config.invalid("type", "one of \"echo\", \"http\", \"sidecar\""));
    }

    private static Optional<TargetConfig> target(ConfigReader config, BackendType type) {
        if (type != BackendType.SIDECAR) {
            if (config.has("target")) {
                throw config.invalid("target", "none unless type is \"sidecar\"");
            }
            return Optional.empty();
        }
        ConfigReader check = config.section("check");
        Duration interval = check.duration("interval", TargetConfig.DEFAULT_INTERVAL);
        Duration timeout = check.duration("timeout", TargetConfig.DEFAULT_TIMEOUT);
        return Optional.of(config.address("target")
                .map(address -> new TargetConfig(address, interval, timeout))
                .orElseThrow(() -> config.invalid("target", "the address \"host:port\" of the sidecar's service")));
    }

    private static Optional<String> address(ConfigReader config, String key) {
        return config.text(key)
                .map(text -> IpAddress.parse(text)
                        .orElseThrow(() -> config.invalid(key, "an IP address, or \"localhost\""))
                        .getHostAddress());
    }

    private static boolean isSpecific(String address) {
        return IpAddress.parse(address).filter(ip -> !ip.isAnyLocalAddress()).isPresent();
    }
}
