package io.equipoise.balancer.proxy;

import java.util.HexFormat;
import java.util.Optional;

/**
 * What a session is called: {@code <balancer>.<hex>}. A later session of the same event loop has a higher number; those
 * of one balancer are never the same.
 *
 * @param balancer id of the balancer that carries it
 * @param number which of its sessions, 1 or more
 */
public record SessionId(String balancer, long number) {
    private static final int LONGEST = 16;

    /** What that text says; empty when it is no session's id. */
    public static Optional<SessionId> parse(String text) {
        int dot = text.lastIndexOf('.');
        String hex = text.substring(dot + 1);
        boolean isId = dot > 0
                && !hex.isEmpty()
                && hex.length() <= LONGEST
                && hex.chars().allMatch(HexFormat::isHexDigit);
        return isId
                ? Optional.of(new SessionId(text.substring(0, dot), HexFormat.fromHexDigitsToLong(hex)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return balancer + "." + Long.toHexString(number);
    }
}
