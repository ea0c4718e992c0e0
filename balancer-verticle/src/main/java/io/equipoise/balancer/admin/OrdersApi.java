package io.equipoise.balancer.admin;

import io.equipoise.balancer.orders.Author;
import io.equipoise.balancer.orders.BackendChange;
import io.equipoise.balancer.orders.OrderRefused;
import io.equipoise.balancer.orders.Orders;
import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.selection.SelectionPolicy;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Services and backends, to change. Who ordered what is recorded by {@link Orders}, at every balancer. */
public final class OrdersApi implements ApiPart {
    private final Orders orders;
    private final PoolApi pool;

    /** Gives orders there, and shows what became of them as that does. */
    public OrdersApi(Orders orders, PoolApi pool) {
        this.orders = orders;
        this.pool = pool;
    }

    @Override
    public Map<String, Handler<RoutingContext>> operations() {
        return Map.of(
                "changeService", this::changeService,
                "changeBackend", this::changeBackend,
                "addBackend", this::addBackend,
                "removeBackend", this::removeBackend);
    }

    private void changeService(RoutingContext request) {
        String service = request.pathParam("service");
        Optional<SelectionPolicy> policy =
                Optional.ofNullable(body(request).getString("policy")).flatMap(SelectionPolicy::named);
        answer(request, orders.policy(service, policy, author(request)).map(done -> pool.findService(service)));
    }

    private void changeBackend(RoutingContext request) {
        String id = request.pathParam("id");
        JsonObject body = body(request);
        Optional<Backend.Mode> mode = Optional.ofNullable(body.getString("state"))
                .map(state -> Backend.Mode.valueOf(state.toUpperCase(Locale.ROOT)));
        BackendChange change = new BackendChange(mode, body.containsKey("weight"), weight(body));
        answer(request, orders.changeBackend(id, change, author(request)).map(done -> pool.findBackend(id)));
    }

    private void addBackend(RoutingContext request) {
        JsonObject body = body(request);
        orders.addStatic(
                        body.getString("service"),
                        body.getString("host"),
                        body.getInteger("port"),
                        weight(body).orElse(100),
                        author(request))
                .onSuccess(backend -> {
                    request.response().putHeader("Location", "/api/v1/backends/" + encoded(backend.id()));
                    Answer.now(request, 201, pool.findBackend(backend.id()).orElseGet(JsonObject::new));
                })
                .onFailure(cause -> refuse(request, cause));
    }

    private void removeBackend(RoutingContext request) {
        answer(
                request,
                orders.removeStatic(request.pathParam("id"), author(request)).map(Optional.empty()));
    }

    /** With what is there now, or nothing when it is not in the pool. */
    private static void answer(RoutingContext request, Future<Optional<JsonObject>> order) {
        order.onSuccess(shown -> shown.ifPresentOrElse(
                        body -> Answer.now(request, 200, body),
                        () -> request.response().setStatusCode(204).end()))
                .onFailure(cause -> refuse(request, cause));
    }

    private static void refuse(RoutingContext request, Throwable cause) {
        if (!(cause instanceof OrderRefused refusal)) {
            request.fail(cause);
            return;
        }
        int status = switch (refusal.reason()) {
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case INVALID -> 400;
            case NO_CLUSTER -> 503;
        };
        Problem.end(request, status, String.valueOf(refusal.getMessage()));
    }

    private static JsonObject body(RoutingContext request) {
        return request.body().asJsonObject();
    }

    private static OptionalInt weight(JsonObject body) {
        @Nullable Integer weight = body.getInteger("weight");
        return weight == null ? OptionalInt.empty() : OptionalInt.of(weight);
    }

    private static Author author(RoutingContext request) {
        Caller caller = Caller.of(request);
        return new Author(caller.token(), caller.address());
    }

    private static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
