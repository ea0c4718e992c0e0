package io.equipoise.backend;

import io.equipoise.cluster.registry.IpLiteral;
import java.net.InetAddress;
import java.util.Optional;

/** IP addresses as configurations write them; nothing is looked up. */
final class IpAddress {
    private IpAddress() {}

    /** The address of that text, which may be {@code localhost}; empty when it is none. */
    static Optional<InetAddress> parse(String text) {
        return IpLiteral.parse(text.equals("localhost") ? "127.0.0.1" : text);
    }
}
