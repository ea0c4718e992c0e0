package io.equipoise.balancer.orders;

/**
 * Who gives an order.
 *
 * @param token the name of the token that it came with, at most {@value #LONGEST} characters
 * @param address where it came from, at most {@value #LONGEST} characters; empty when unknown
 */
public record Author(String token, String address) {
    private static final int LONGEST = 64;

    public Author {
        if (token.length() > LONGEST || address.length() > LONGEST) {
            throw new IllegalArgumentException("token and address have at most " + LONGEST + " characters");
        }
    }
}
