package io.equipoise.balancer.discovery;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses may be announced. Never those that are no host's own: any-local, multicast, reserved. Without a list
 * of networks everything else but link-local (a cloud's metadata service is at 169.254.169.254); with one, what is in it.
 */
public final class Admission {
    private static final List<Network> NO_HOST = List.of(
            Network.parse("0.0.0.0/8"),
            Network.parse("224.0.0.0/3"),
            Network.parse("::/128"),
            Network.parse("ff00::/8"));

    private final List<Network> allowed;
    private final int minPort;
    private final int maxPort;
    private final OwnListeners ownListeners;

    private Admission(List<Network> allowed, int minPort, int maxPort, OwnListeners ownListeners) {
        this.allowed = allowed;
        this.minPort = minPort;
        this.maxPort = maxPort;
        this.ownListeners = ownListeners;
    }

    /**
     * Lets those networks and ports in.
     *
     * @param networks CIDR blocks; empty is every unicast address that is not link-local
     * @throws IllegalArgumentException when a block is none
     */
    public static Admission of(List<String> networks, int minPort, int maxPort, OwnListeners ownListeners) {
        return new Admission(networks.stream().map(Network::parse).toList(), minPort, maxPort, ownListeners);
    }

    /** Why the address is not let in, or empty when it is. */
    Optional<Refusal> refusal(InetSocketAddress address) {
        if (!isAllowed(address.getAddress())) {
            return Optional.of(Refusal.FORBIDDEN_NETWORK);
        }
        if (address.getPort() < minPort || address.getPort() > maxPort) {
            return Optional.of(Refusal.FORBIDDEN_PORT);
        }
        return ownListeners.contains(address) ? Optional.of(Refusal.OWN_LISTENER) : Optional.empty();
    }

    private boolean isAllowed(InetAddress host) {
        if (NO_HOST.stream().anyMatch(network -> network.contains(host))) {
            return false;
        }
        return allowed.isEmpty()
                ? !host.isLinkLocalAddress()
                : allowed.stream().anyMatch(network -> network.contains(host));
    }
}
