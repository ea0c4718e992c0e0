package io.equipoise.balancer.admin;

import io.equipoise.balancer.metrics.DecisionLog;
import io.equipoise.balancer.metrics.DecisionLog.Explained;
import io.equipoise.balancer.proxy.RunningSessions;
import io.equipoise.balancer.proxy.SessionId;
import io.equipoise.balancer.proxy.SessionView;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The sessions of this balancer, to look at and to end, and why they went where they went. */
public final class SessionsApi implements ApiPart {
    private final String balancer;
    private final RunningSessions sessions;
    private final DecisionLog decisions;
    private final Audit audit;
    private final SessionJson json;

    /**
     * Tells of those.
     *
     * @param balancer id of this balancer
     */
    public SessionsApi(String balancer, RunningSessions sessions, DecisionLog decisions, Audit audit) {
        this.balancer = balancer;
        this.sessions = sessions;
        this.decisions = decisions;
        this.audit = audit;
        this.json = new SessionJson(balancer);
    }

    @Override
    public Map<String, Handler<RoutingContext>> operations() {
        return Map.of(
                "listSessions",
                this::list,
                "getSession",
                request -> withId(request, number -> get(request, number)),
                "endSession",
                request -> withId(request, number -> end(request, number)),
                "listDecisions",
                this::decisions);
    }

    private void list(RoutingContext request) {
        Page page = Page.asked(request);
        Optional<SessionId> after = SessionId.parse(page.after());
        if (!page.after().isEmpty() && after.isEmpty()) {
            Problem.end(request, 400, "the query parameter after must be \"next\" of the page before");
            return;
        }
        RunningSessions.Filter filter = new RunningSessions.Filter(
                asked(request, "service"), asked(request, "backend"), asked(request, "listener"));
        sessions.list(filter, after.map(SessionId::number).orElse(0L), page.limit() + 1)
                .onSuccess(found -> Answer.later(request, () -> page(found, page.limit())))
                .onFailure(cause -> fail(request, cause));
    }

    private JsonObject page(List<SessionView> found, int limit) {
        JsonArray items = new JsonArray();
        found.stream().limit(limit).forEach(view -> items.add(json.session(view)));
        JsonObject page = new JsonObject().put("items", items);
        return found.size() > limit
                ? page.put("next", new SessionId(balancer, found.get(limit - 1).id()).toString())
                : page;
    }

    private void get(RoutingContext request, long number) {
        sessions.find(number)
                .onSuccess(running -> {
                    Optional<Explained> explained = decisions.of(number);
                    running.or(() -> explained.map(Explained::outcome).map(SessionView::of))
                            .map(json::session)
                            .ifPresentOrElse(
                                    found -> Answer.now(
                                            request,
                                            200,
                                            explained
                                                    .map(each -> found.put("decision", json.decision(each)))
                                                    .orElse(found)),
                                    () -> notFound(request));
                })
                .onFailure(cause -> fail(request, cause));
    }

    private void end(RoutingContext request, long number) {
        sessions.end(number)
                .onSuccess(ended -> {
                    if (ended) {
                        audit.changed(Caller.of(request), request.pathParam("id"), "session is ended", Map.of());
                        request.response().setStatusCode(204).end();
                    } else {
                        notFound(request);
                    }
                })
                .onFailure(cause -> fail(request, cause));
    }

    private void decisions(RoutingContext request) {
        int limit = Page.asked(request).limit();
        @Nullable String service = asked(request, "service");
        @Nullable String backend = asked(request, "backend");
        Answer.later(request, () -> {
            JsonArray items = new JsonArray();
            decisions
                    .newest(
                            each -> (service == null || service.equals(each.service()))
                                    && (backend == null || backend.equals(each.chosen())),
                            limit)
                    .forEach(each -> items.add(json.decision(each)));
            return new JsonObject().put("items", items);
        });
    }

    /** Goes on with the number of a session of this balancer. */
    private void withId(RoutingContext request, LongConsumer next) {
        Optional<SessionId> id = SessionId.parse(request.pathParam("id"));
        if (id.isPresent() && !id.get().balancer().equals(balancer)) {
            Problem.end(
                    request,
                    404,
                    "that session is not on this balancer, which is " + balancer + ": ask "
                            + id.get().balancer());
        } else {
            id.ifPresentOrElse(known -> next.accept(known.number()), () -> notFound(request));
        }
    }

    private static void notFound(RoutingContext request) {
        Problem.end(request, 404, "no session that runs here has the id " + request.pathParam("id"));
    }

    private static void fail(RoutingContext request, Throwable cause) {
        if (cause instanceof TimeoutException) {
            Problem.end(request, 503, "an event loop of this balancer does not answer; try again");
        } else {
            request.fail(cause);
        }
    }

    private static @Nullable String asked(RoutingContext request, String name) {
        return request.queryParam(name).stream().findFirst().orElse(null);
    }
}
