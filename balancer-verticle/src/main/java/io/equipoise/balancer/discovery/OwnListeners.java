package io.equipoise.balancer.discovery;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;

/** Where this balancer takes clients: no backend may be there, as connections would go in circles. */
public final class OwnListeners {
    private final Set<InetAddress> localAddresses;
    private final Set<InetSocketAddress> bound = new HashSet<>();
    private final Set<Integer> boundEverywhere = new HashSet<>();

    /** Without a listener yet, on a machine with those addresses. */
    public OwnListeners(Set<InetAddress> localAddresses) {
        this.localAddresses = Set.copyOf(localAddresses);
    }

    /** A listener is open at that address or soon will be; a wildcard address is every address of this machine. */
    public void opened(InetSocketAddress address) {
        if (address.getAddress().isAnyLocalAddress()) {
            boundEverywhere.add(address.getPort());
        } else {
            bound.add(address);
        }
    }

    boolean contains(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        boolean local = host.isLoopbackAddress() || localAddresses.contains(host);
        return bound.contains(address) || (local && boundEverywhere.contains(address.getPort()));
    }
}
