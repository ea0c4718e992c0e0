package io.equipoise.balancer.metrics;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** A client's address as logs and API show it. */
public final class ClientAddress {
    private ClientAddress() {}

    /** Address and port; never a name. */
    public static String text(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet) || inet.getAddress() == null) {
            return String.valueOf(address);
        }
        return inet.getAddress().getHostAddress() + ":" + inet.getPort();
    }
}
