package io.equipoise.balancer.ctl;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the admin API is, and the addresses below it.
 *
 * @param base without a slash at its end
 */
record Location(String base) {
    static final String DEFAULT = "http://127.0.0.1:8081";

    /**
     * The location that a user typed.
     *
     * @throws CtlFailure when it cannot be one
     */
    static Location of(String typed) {
        try {
            URI uri = new URI(typed);
            boolean isHttp = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (isHttp && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null) {
                return new Location(typed.replaceFirst("/+$", ""));
            }
        } catch (URISyntaxException e) {
            throw unusable(typed, e);
        }
        throw unusable(typed, null);
    }

    /** Whether bytes go there in the open. */
    boolean isPlain() {
        return base.regionMatches(true, 0, "http:", 0, 5);
    }

    /** What a path is made of: each part percent-encoded, so that an id may hold anything. */
    static String path(String first, String... rest) {
        StringBuilder path = new StringBuilder(first);
        for (String part : rest) {
            path.append('/').append(encoded(part));
        }
        return path.toString();
    }

    /** The address of that path with those parameters, in the order of their names; empty ones are left out. */
    URI resolve(String path, Map<String, String> query) {
        String parameters = new TreeMap<>(query)
                .entrySet().stream()
                        .filter(entry -> !entry.getValue().isEmpty())
                        .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                        .collect(Collectors.joining("&"));
        return URI.create(base + path + (parameters.isEmpty() ? "" : "?" + parameters));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static CtlFailure unusable(String typed, @Nullable Throwable cause) {
        return new CtlFailure(
                Exit.USAGE,
                Printable.of(typed) + " is no address of an admin API; give one such as " + DEFAULT
                        + " with --url or EQUIPOISE_ADMIN_URL",
                cause);
    }
}
