package io.equipoise.balancer.admin;

import io.vertx.ext.web.RoutingContext;
import java.util.Objects;

/**
 * Who calls.
 *
 * @param token the name of the token that was shown, never the token; {@value #ANONYMOUS} when none was needed
 * @param address the client's address, as the connection has it
 */
public record Caller(String token, String address) {
    private static final String ANONYMOUS = "anonymous";
    private static final String KEY = Caller.class.getName();

    /** Who has sent that request. */
    public static Caller of(RoutingContext request) {
        String token = Objects.requireNonNullElse(request.<String>get(KEY), ANONYMOUS);
        return new Caller(token, request.request().remoteAddress().hostAddress());
    }

    /** Keeps the name of the token that the request has shown. */
    static void identified(RoutingContext request, String token) {
        request.put(KEY, token);
    }
}
