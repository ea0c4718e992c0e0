package io.equipoise.balancer.admin;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses whatever could change something when a browser says that a page of another origin sends it: by {@code Origin}
 * (RFC 6454), or by {@code Sec-Fetch-Site} (W3C Fetch Metadata), whose "same-site" is another origin too. Programs send
 * neither and pass. Nothing here ever allows another origin, so that browsers show no answer to such a page either.
 */
final class SameOrigin implements Handler<RoutingContext> {
    private static final Set<HttpMethod> HARMLESS = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final Set<String> FOREIGN = Set.of("cross-site", "same-site");

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        String site = request.getHeader("Sec-Fetch-Site");
        boolean isForeign =
                (site != null && FOREIGN.contains(site)) || !isOwn(request.getHeader("Origin"), request.authority());
        if (isForeign && !HARMLESS.contains(request.method())) {
            Problem.end(context, 403, "a page of another origin must not change anything here");
        } else {
            context.next();
        }
    }

    /** The scheme is left out, as something in front may speak TLS. */
    private static boolean isOwn(@Nullable String origin, @Nullable HostAndPort authority) {
        if (origin == null) {
            return true;
        }
        int scheme = origin.indexOf("://");
        return scheme > 0
                && authority != null
                && origin.substring(scheme + "://".length()).equalsIgnoreCase(authority.toString());
    }
}
