package io.equipoise.balancer.admin;

import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.PoolSnapshot;
import io.equipoise.balancer.pool.ServiceView;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Services and backends, to read: {@code /api/v1/services}, {@code /api/v1/backends} and {@code /api/v1/backends/ID}.
 * Each answer comes from one snapshot of the pool, and is made on a worker thread, as 10,000 backends take a while.
 */
public final class PoolApi {
    private final Vertx vertx;
    private final Function<String, String> policies;
    private final Supplier<PoolSnapshot> pool;

    /**
     * Answers from that pool.
     *
     * @param policies the name of a service's policy, by the service's name
     */
    public PoolApi(Vertx vertx, Function<String, String> policies, Supplier<PoolSnapshot> pool) {
        this.vertx = vertx;
        this.policies = policies;
        this.pool = pool;
    }

    void addTo(Router router, Token token) {
        router.get("/api/v1/services").handler(token).handler(this::services);
        router.get("/api/v1/backends").handler(token).handler(this::backends);
        router.get("/api/v1/backends/:id").handler(token).handler(this::backend);
    }

    private void services(RoutingContext request) {
        paged(request, page -> page.of(pool.get().services().values().stream(), ServiceView::name, this::service));
    }

    private void backends(RoutingContext request) {
        List<String> services = request.queryParam("service");
        paged(
                request,
                page -> page.of(
                        nodes().filter(node -> services.isEmpty()
                                || services.contains(node.backend().service())),
                        node -> node.backend().id(),
                        PoolApi::backend));
    }

    private void backend(RoutingContext request) {
        String id = request.pathParam("id");
        answer(
                request,
                () -> nodes().filter(node -> node.backend().id().equals(id))
                        .findFirst()
                        .map(PoolApi::backend),
                "no backend has the id " + id);
    }

    private void paged(RoutingContext request, Function<Page, JsonObject> look) {
        Page.asked(request)
                .ifPresentOrElse(
                        page -> answer(request, () -> Optional.of(look.apply(page)), ""),
                        () -> Problem.end(request, 400, "limit is a number from 1 to 1000"));
    }

    private void answer(RoutingContext request, Callable<Optional<JsonObject>> look, String missing) {
        vertx.executeBlocking(() -> look.call().map(JsonObject::toBuffer), false)
                .onSuccess(found -> found.ifPresentOrElse(
                        body -> request.response()
                                .putHeader("content-type", "application/json")
                                .end(body),
                        () -> Problem.end(request, 404, missing)))
                .onFailure(request::fail);
    }

    private Stream<BackendNode> nodes() {
        return StreamSupport.stream(pool.get().nodes().spliterator(), false);
    }

    private JsonObject service(ServiceView view) {
        return new JsonObject()
                .put("name", view.name())
                .put("policy", policies.apply(view.name()))
                .put("backends", view.nodes().size())
                .put("eligible", view.eligible().size())
                .put("panic", view.panic())
                .put("waiting", view.queue().size());
    }

    private static JsonObject backend(BackendNode node) {
        Backend backend = node.backend();
        return new JsonObject()
                .put("id", backend.id())
                .put("incarnation", backend.incarnation())
                .put("service", backend.service())
                .put("host", backend.address().getHostString())
                .put("port", backend.address().getPort())
                .put("origin", backend.origin().name())
                .put("state", backend.mode().name())
                .put("health", node.health().name())
                .put("eligible", node.eligible())
                .put("weight", backend.weight())
                .put("maxConnections", backend.maxConnections())
                .put("zone", backend.zone())
                .put("tags", new JsonObject(Map.copyOf(backend.tags())))
                .put("open", node.open())
                .put("opened", node.opened())
                .put("failures", node.failures())
                .put("consecutiveFailures", node.consecutiveFailures());
    }
}
