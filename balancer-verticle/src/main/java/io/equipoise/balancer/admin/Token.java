package io.equipoise.balancer.admin;

import io.equipoise.balancer.config.AdminConfig;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests pass that carry a bearer token (RFC 6750), compared in constant time with each of the configuration,
 * and keeps its name for {@link Caller}. Reading needs none where reads are public; without a token in the configuration
 * nothing needs one, and the address is a loopback one.
 */
final class Token implements Handler<RoutingContext> {
    private static final String SCHEME = "Bearer ";

    private final List<Named> tokens;
    private final boolean publicReads;

    Token(AdminConfig config) {
        this.tokens = config.tokens().entrySet().stream()
                .map(token -> new Named(token.getKey(), token.getValue().getBytes(StandardCharsets.UTF_8)))
                .toList();
        this.publicReads = config.publicReads();
    }

    @Override
    public void handle(RoutingContext request) {
        boolean isRead = request.request().method().equals(HttpMethod.GET);
        Optional<String> name = nameOf(request.request().getHeader("Authorization"));
        name.ifPresent(known -> Caller.identified(request, known));
        if (tokens.isEmpty() || (isRead && publicReads) || name.isPresent()) {
            request.next();
        } else {
            request.response().putHeader("WWW-Authenticate", "Bearer realm=\"equipoise\"");
            Problem.end(request, 401, "this needs a token of the configuration, as Authorization: Bearer …");
        }
    }

    /** Looks at all of them whatever it finds, so that the time says nothing. */
    private Optional<String> nameOf(@Nullable String header) {
        String shown = header != null && header.startsWith(SCHEME) ? header.substring(SCHEME.length()) : "";
        byte[] bytes = shown.getBytes(StandardCharsets.UTF_8);
        Optional<String> found = Optional.empty();
        for (Named token : tokens) {
            if (MessageDigest.isEqual(bytes, token.secret())) {
                found = Optional.of(token.name());
            }
        }
        return found;
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Named(String name, byte[] secret) {}
}
