package io.equipoise.balancer.discovery;

import io.equipoise.cluster.registry.IpLiteral;
import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of addresses in CIDR notation.
 *
 * @param base an address of the block
 * @param prefix how many leading bits of an address must equal those of the base
 */
record Network(InetAddress base, int prefix) {
    private static final Pattern CIDR = Pattern.compile("([0-9A-Fa-f:.]+)(?:/([0-9]{1,3}))?");

    /**
     * Reads {@code 10.0.0.0/8}, {@code fd00::/8} or a single address.
     *
     * @throws IllegalArgumentException naming the text and what is allowed
     */
    static Network parse(String text) {
        Matcher matcher = CIDR.matcher(text);
        if (!matcher.matches()) {
            throw invalid(text);
        }
        InetAddress base = IpLiteral.parse(matcher.group(1)).orElseThrow(() -> invalid(text));
        int bits = base.getAddress().length * Byte.SIZE;
        int prefix = matcher.group(2) == null ? bits : Integer.parseInt(matcher.group(2));
        if (prefix > bits) {
            throw invalid(text);
        }
        return new Network(base, prefix);
    }

    /** Whether the address is in the block; one of the other family never is. */
    boolean contains(InetAddress address) {
        byte[] mine = base.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if (((mine[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException(
                "allowed network is '" + text + "'; allowed is a block such as 10.0.0.0/8 or fd00::/8");
    }
}
