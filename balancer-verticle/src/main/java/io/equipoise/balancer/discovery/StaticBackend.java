package io.equipoise.balancer.discovery;

import io.equipoise.cluster.registry.IpLiteral;
import java.net.InetAddress;
import java.util.Optional;

/**
 * A backend that does not announce itself: it stands in the configuration, or an operator has added it.
 *
 * @param service the service it serves
 * @param host name or address
 * @param port TCP port
 * @param weight its share against others, 0 to 256
 * @param maxConnections connections open at once from here; 0 is without limit
 */
public record StaticBackend(String service, String host, int port, int weight, int maxConnections) {
    /** Its address, when no name has to be looked up for it. */
    Optional<InetAddress> literal() {
        return IpLiteral.parse(host);
    }

    /** Where it is, as configuration and ids say it. */
    String place() {
        return host + ":" + port;
    }

    /** Whether the two are the same but for their share. */
    boolean isAlike(StaticBackend other) {
        return service.equals(other.service) && place().equals(other.place());
    }
}
