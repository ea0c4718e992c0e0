package io.equipoise.client;

import io.equipoise.cluster.launch.ConfigReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How connections are encrypted.
 *
 * @param ca file of certificates, as PEM, one of which must have signed the other side's; without one Java's own hold
 * @param insecure whether any certificate is taken
 * @param serverName the name that is asked for (SNI) and that the certificate must have; without one the target's host
 */
record Tls(Optional<String> ca, boolean insecure, Optional<String> serverName) {

    /** Reads the key {@code tls}; empty unless it is enabled. */
    static Optional<Tls> read(ConfigReader config) {
        ConfigReader tls = config.section("tls");
        if (!tls.flag("enabled", false)) {
            return Optional.empty();
        }
        Optional<String> ca = tls.text("ca");
        boolean insecure = tls.flag("insecure", false);
        if (insecure && ca.isPresent()) {
            throw tls.invalid("ca", "nothing where insecure is true: then any certificate is taken");
        }
        return Optional.of(new Tls(ca, insecure, tls.text("serverName")));
    }

    /** Looks whether the file is there. */
    static void check(ConfigReader config) {
        Optional<String> ca = read(config).flatMap(Tls::ca);
        if (ca.isPresent() && !Files.isReadable(Path.of(ca.get()))) {
            throw config.section("tls").invalid("ca", "a file of certificates as PEM that can be read");
        }
    }
}
