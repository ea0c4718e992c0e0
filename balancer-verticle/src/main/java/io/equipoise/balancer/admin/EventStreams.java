package io.equipoise.balancer.admin;

import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The server-sent streams of this balancer, at most {@value #MOST} at once. Each hears something every ten seconds, so
 * that both sides notice when the other is gone; one that has taken nothing between two of those is cut. Control loop
 * only.
 */
public final class EventStreams {
    /** Streams at once. */
    static final int MOST = 64;

    private static final long HEARTBEAT_MILLIS = 10_000;

    private final Vertx vertx;
    private final long heartbeatMillis;
    private final Set<EventStream> streams = new LinkedHashSet<>();
    private @Nullable Long timer;

    /** None yet. */
    public EventStreams(Vertx vertx) {
        this(vertx, HEARTBEAT_MILLIS);
    }

    EventStreams(Vertx vertx, long heartbeatMillis) {
        this.vertx = vertx;
        this.heartbeatMillis = heartbeatMillis;
    }

    /** Whether that request asks for a stream. */
    static boolean isWanted(RoutingContext request) {
        String accept = request.request().getHeader("accept");
        return accept != null && accept.toLowerCase(Locale.ROOT).contains("text/event-stream");
    }

    /** Begins to answer that request with a stream; ends it with 503 and is empty when there are too many. */
    Optional<EventStream> open(RoutingContext request) {
        if (streams.size() >= MOST) {
            request.response().putHeader("Retry-After", "10");
            Problem.end(request, 503, MOST + " streams are open, which is as many as this balancer allows");
            return Optional.empty();
        }
        EventStream stream = new EventStream(request.response());
        streams.add(stream);
        stream.onEnd(() -> streams.remove(stream));
        if (timer == null) {
            timer = vertx.setPeriodic(heartbeatMillis, id -> beat());
        }
        stream.begin();
        return Optional.of(stream);
    }

    /** How many are open. */
    int open() {
        return streams.size();
    }

    /** Ends all of them; to be called before the HTTP server is closed. */
    public void close() {
        if (timer != null) {
            vertx.cancelTimer(timer);
            timer = null;
        }
        List.copyOf(streams).forEach(EventStream::end);
    }

    private void beat() {
        List.copyOf(streams).forEach(EventStream::beat);
    }
}
