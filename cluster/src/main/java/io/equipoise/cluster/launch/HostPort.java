package io.equipoise.cluster.launch;

import io.equipoise.cluster.registry.IpLiteral;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address as configurations write it: {@code "db.example:5432"}, {@code "10.0.0.1:80"}, {@code "[::1]:80"}.
 *
 * @param host a name or an IP address, without brackets
 * @param port a TCP port, 1 to 65,535
 */
public record HostPort(String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.%a-z]+)]|([A-Za-z0-9._-]{1,253})):(\\d{1,5})");
    private static final Pattern DIGITS = Pattern.compile("[0-9.]+");

    /** The address of that text; empty when it is none. Names are not looked up. */
    public static Optional<HostPort> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(matcher.group(3));
        if (port < 1 || port > 65_535) {
            return Optional.empty();
        }
        String bracketed = matcher.group(1);
        if (bracketed != null) {
            return bracketed.contains(":") ? Optional.of(new HostPort(bracketed, port)) : Optional.empty();
        }
        String host = matcher.group(2);
        return DIGITS.matcher(host).matches() && IpLiteral.parse(host).isEmpty()
                ? Optional.empty()
                : Optional.of(new HostPort(host, port));
    }

    /** As configurations write it. */
    @Override
    public String toString() {
        return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
    }
}
