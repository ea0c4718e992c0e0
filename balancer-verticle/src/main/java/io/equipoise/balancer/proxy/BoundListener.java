package io.equipoise.balancer.proxy;

import java.net.InetSocketAddress;

/**
 * A listener that accepts clients.
 *
 * @param name as configured
 * @param service where its connections go
 * @param host the host that it was to be bound to, as configured
 * @param address what it is bound to, also when any free port was asked for
 */
public record BoundListener(String name, String service, String host, InetSocketAddress address) {
    /** The TCP port it is bound to. */
    public int port() {
        return address.getPort();
    }
}
