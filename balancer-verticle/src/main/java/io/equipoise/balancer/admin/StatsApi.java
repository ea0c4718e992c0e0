package io.equipoise.balancer.admin;

import io.equipoise.balancer.stats.ClusterStats;
import io.equipoise.balancer.stats.Window;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The figures of the whole cluster: now, as a stream, and over the last 15 minutes. All streams share one text each second,
 * which is made off the control loop; nobody listens, none is made.
 */
public final class StatsApi implements ApiPart {
    private static final Logger log = LoggerFactory.getLogger(StatsApi.class);
    private static final long PERIOD_MILLIS = 1_000;

    private final Vertx vertx;
    private final ClusterStats stats;
    private final EventStreams streams;
    private final Set<EventStream> followers = new LinkedHashSet<>();
    private @Nullable Long timer;
    private boolean making;

    /** Tells of those. */
    public StatsApi(Vertx vertx, ClusterStats stats, EventStreams streams) {
        this.vertx = vertx;
        this.stats = stats;
        this.streams = streams;
    }

    @Override
    public Map<String, Handler<RoutingContext>> operations() {
        return Map.of("getStats", this::now, "getHistory", this::history);
    }

    private void now(RoutingContext request) {
        if (EventStreams.isWanted(request)) {
            streams.open(request).ifPresent(this::follow);
        } else {
            Window window = request.queryParam("window").contains("all") ? Window.ALL : Window.RECENT;
            stats.stats(window, all -> StatsJson.of(all).toBuffer())
                    .onSuccess(body -> Answer.end(request, 200, body))
                    .onFailure(request::fail);
        }
    }

    private void history(RoutingContext request) {
        stats.history()
                .onSuccess(points -> Answer.now(request, 200, StatsJson.history(points)))
                .onFailure(request::fail);
    }

    private void follow(EventStream stream) {
        followers.add(stream);
        stream.onEnd(() -> leave(stream));
        if (timer == null) {
            timer = vertx.setPeriodic(PERIOD_MILLIS, tick -> send());
        }
        send();
    }

    private void leave(EventStream stream) {
        followers.remove(stream);
        if (followers.isEmpty() && timer != null) {
            vertx.cancelTimer(timer);
            timer = null;
        }
    }

    /** Sends to all who read; those who do not hear the next ones. */
    private void send() {
        if (making) {
            return;
        }
        making = true;
        stats.stats(Window.RECENT, all -> EventStream.frame("stats", "", StatsJson.of(all)))
                .onComplete(made -> making = false)
                .onSuccess(frame -> List.copyOf(followers).stream()
                        .filter(each -> !each.isFull())
                        .forEach(each -> each.send(frame)))
                .onFailure(cause -> log.atError().setCause(cause).log("figures could not be merged"));
    }
}
