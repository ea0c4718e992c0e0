package io.equipoise.cluster.launch;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;

/**
 * Where a configuration wants to listen. That it can is looked at before anything starts: joining the cluster takes
 * seconds, and a member that comes and goes disturbs the others. Whoever takes the port in the meantime is noticed when
 * it is opened for good.
 *
 * @param path where in the configuration host and port stand, such as {@code listeners[0]}; empty for the top
 * @param host address or name to bind
 * @param port TCP port to bind; 0 is any free one
 */
public record ListenAddress(String path, String host, int port) {
    /**
     * Looks whether this process can listen there.
     *
     * @throws StartFailure naming the key, its value and what is allowed
     */
    public void check() {
        InetAddress address = address();
        StandardProtocolFamily family =
                address instanceof Inet6Address ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
        // Bound and never listening: nobody can connect, yet the kernel refuses what another socket listens on.
        try (SocketChannel probe = SocketChannel.open(family)) {
            probe.setOption(StandardSocketOptions.SO_REUSEADDR, true).bind(new InetSocketAddress(address, port));
        } catch (BindException e) {
            throw unusable(e);
        } catch (IOException e) {
            throw new StartFailure(key("port") + " is " + port + ", which cannot be opened: " + e.getMessage(), e);
        }
    }

    private InetAddress address() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw InvalidConfig.at(key("host"), host, "an address of this machine, or a name that leads to one");
        }
    }

    private StartFailure unusable(BindException e) {
        String reason = String.valueOf(e.getMessage());
        if (reason.contains("assign")) {
            return InvalidConfig.at(key("host"), host, "an address that a network interface of this machine has");
        }
        String what = key("port") + " is " + port + ", ";
        return reason.contains("denied")
                ? new StartFailure(
                        what
                                + "which this process may not open; allowed is a port from 1024 on, unless it has the right"
                                + " CAP_NET_BIND_SERVICE",
                        e)
                : new StartFailure(
                        what + "where something listens already on " + host
                                + " (ss -ltnp shows what); allowed is a free" + " port, or 0 for any free one",
                        e);
    }

    private String key(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
