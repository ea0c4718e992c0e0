package io.equipoise.balancer.selection;

import java.net.InetAddress;

/** What {@code source-hash} knows a client by: its IP address, not its port. Equal on every balancer. */
public final class AddressHash {
    private AddressHash() {}

    /**
     * The affinity of that client. An IPv4 address and its IPv4-mapped IPv6 form are one client: the JDK makes both an
     * {@code Inet4Address}.
     */
    public static long of(InetAddress address) {
        byte[] bytes = address.getAddress();
        long hash = bytes.length;
        for (int i = 0; i < bytes.length; i += Integer.BYTES) {
            hash = Hash.mix(hash + word(bytes, i));
        }
        return hash;
    }

    private static long word(byte[] bytes, int at) {
        return (bytes[at] & 0xffL) << 24
                | (bytes[at + 1] & 0xffL) << 16
                | (bytes[at + 2] & 0xffL) << 8
                | (bytes[at + 3] & 0xffL);
    }
}
