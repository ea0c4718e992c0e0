package io.equipoise.balancer.admin;

import io.equipoise.balancer.metrics.Event;
import io.equipoise.balancer.metrics.EventRing;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What happened, as a page or as a stream. */
public final class EventsApi implements ApiPart {
    private static final int USUAL = 100;

    private final Vertx vertx;
    private final EventRing events;
    private final EventStreams streams;

    /** Tells of those. */
    public EventsApi(Vertx vertx, EventRing events, EventStreams streams) {
        this.vertx = vertx;
        this.events = events;
        this.streams = streams;
    }

    @Override
    public Map<String, Handler<RoutingContext>> operations() {
        return Map.of("listEvents", this::list);
    }

    private void list(RoutingContext request) {
        int limit = request.queryParam("limit").stream()
                .findFirst()
                .map(Integer::parseInt)
                .orElse(USUAL);
        OptionalLong after = after(request);
        if (EventStreams.isWanted(request)) {
            long from = after.isPresent() ? after.getAsLong() : Math.max(0, events.newest() - limit);
            streams.open(request).ifPresent(stream -> new Follower(stream, from).begin());
        } else {
            Answer.later(request, () -> page(after, limit));
        }
    }

    /** The event that the reader knows; a number that this balancer has not reached is another one's, or an earlier start's. */
    private OptionalLong after(RoutingContext request) {
        String known = request.request().getHeader("last-event-id");
        String asked = known != null
                ? known
                : request.queryParam("after").stream().findFirst().orElse("");
        if (asked.isEmpty()) {
            return OptionalLong.empty();
        }
        long number = Long.parseLong(asked);
        return OptionalLong.of(number > events.newest() ? 0 : number);
    }

    private JsonObject page(OptionalLong after, int limit) {
        List<Event> all = events.since(after.orElse(0));
        List<Event> shown = after.isPresent()
                ? all.subList(0, Math.min(limit, all.size()))
                : all.subList(Math.max(0, all.size() - limit), all.size());
        JsonArray items = new JsonArray();
        shown.forEach(event -> items.add(json(event)));
        return new JsonObject().put("items", items);
    }

    private static JsonObject json(Event event) {
        return new JsonObject()
                .put("number", event.number())
                .put("at", event.time().toString())
                .put("kind", event.kind().label())
                .put("subject", event.subject())
                .put("message", event.message())
                .put("details", new JsonObject(event.details()));
    }

    /** Sends what the ring has and the reader has not; a slow reader's events wait in the ring, at no cost. */
    private final class Follower {
        private final EventStream stream;
        private final Context context = vertx.getOrCreateContext();
        private long sent;

        Follower(EventStream stream, long sent) {
            this.stream = stream;
            this.sent = sent;
        }

        void begin() {
            Runnable stop = events.listen(event -> context.runOnContext(ignored -> send()));
            stream.onEnd(stop);
            stream.onDrain(this::send);
            send();
        }

        private void send() {
            List<Event> news = events.since(sent);
            for (int i = 0; i < news.size() && !stream.isFull(); i++) {
                Event event = news.get(i);
                stream.send(EventStream.frame("event", Long.toString(event.number()), json(event)));
                sent = event.number();
            }
        }
    }
}
