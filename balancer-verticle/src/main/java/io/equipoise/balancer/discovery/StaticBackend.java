package io.equipoise.balancer.discovery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A backend that stands in the configuration.
 *
 * @param service the service it serves
 * @param host name or address
 * @param port TCP port
 * @param weight its share against others, 1 to 256
 * @param maxConnections connections open at once from here; 0 is without limit
 */
public record StaticBackend(String service, String host, int port, int weight, int maxConnections) {
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    /** Its address, when no name has to be looked up for it. */
    Optional<InetAddress> literal() {
        if (!LITERAL.matcher(host).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
