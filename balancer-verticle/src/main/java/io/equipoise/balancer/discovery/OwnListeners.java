package io.equipoise.balancer.discovery;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Where this balancer takes clients: no backend may be there, as connections would go in circles. */
public final class OwnListeners {
    private final Set<InetAddress> localAddresses;
    private final Set<InetSocketAddress> bound = new HashSet<>();
    private final Set<Integer> boundEverywhere = new HashSet<>();

    /** Without a listener yet, on a machine with those addresses. */
    public OwnListeners(Set<InetAddress> localAddresses) {
        this.localAddresses = Set.copyOf(localAddresses);
    }

    /**
     * On this machine, with those that will be open there: known before they are, else a backend could be taken in that
     * will be the balancer itself. What is unresolved or has no port yet is left out. Blocks.
     */
    public static OwnListeners ofThisMachine(List<InetSocketAddress> configured) throws SocketException {
        OwnListeners own = new OwnListeners(NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .collect(Collectors.toUnmodifiableSet()));
        configured.stream()
                .filter(address -> !address.isUnresolved() && address.getPort() != 0)
                .forEach(own::opened);
        return own;
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
