package io.equipoise.balancer.admin;

import io.equipoise.balancer.config.AdminConfig;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests pass that carry the bearer token (RFC 6750), compared in constant time. Reading needs none where reads are
 * public; without a token in the configuration nothing needs one, and the address is a loopback one.
 */
final class Token implements Handler<RoutingContext> {
    private static final String SCHEME = "Bearer ";

    private final Optional<byte[]> token;
    private final boolean publicReads;

    Token(AdminConfig config) {
        this.token = config.token().map(text -> text.getBytes(StandardCharsets.UTF_8));
        this.publicReads = config.publicReads();
    }

    @Override
    public void handle(RoutingContext request) {
        boolean isRead = request.request().method().equals(HttpMethod.GET);
        if (token.isEmpty()
                || (isRead && publicReads)
                || isRight(request.request().getHeader("Authorization"))) {
            request.next();
        } else {
            request.response().putHeader("WWW-Authenticate", "Bearer realm=\"equipoise\"");
            Problem.end(request, 401, "this needs the token of admin.token, as Authorization: Bearer …");
        }
    }

    private boolean isRight(@Nullable String header) {
        return header != null
                && header.startsWith(SCHEME)
                && MessageDigest.isEqual(
                        header.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8), token.orElseThrow());
    }
}
