package io.equipoise.balancer.admin;

import io.equipoise.balancer.orders.StandingOrder;
import io.equipoise.balancer.orders.StandingOrders;
import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.PoolSnapshot;
import io.equipoise.balancer.pool.ServiceView;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Services and backends, to read. Each answer comes from one snapshot of the pool. */
public final class PoolApi implements ApiPart {
    private final Function<String, String> policies;
    private final Supplier<PoolSnapshot> pool;
    private final StandingOrders orders;

    /**
     * Answers from that pool.
     *
     * @param policies the name of the policy that the configuration has for a service, by the service's name
     */
    public PoolApi(Function<String, String> policies, Supplier<PoolSnapshot> pool, StandingOrders orders) {
        this.policies = policies;
        this.pool = pool;
        this.orders = orders;
    }

    @Override
    public Map<String, Handler<RoutingContext>> operations() {
        return Map.of(
                "listServices", this::services,
                "getService", this::service,
                "listBackends", this::backends,
                "getBackend", this::backend);
    }

    private void services(RoutingContext request) {
        Page page = Page.asked(request);
        Answer.later(request, () -> page.of(pool.get().services().values().stream(), ServiceView::name, this::service));
    }

    private void service(RoutingContext request) {
        String name = request.pathParam("service");
        Answer.later(request, () -> findService(name), "no service has the name " + name);
    }

    private void backends(RoutingContext request) {
        Page page = Page.asked(request);
        List<String> services = request.queryParam("service");
        Answer.later(
                request,
                () -> page.of(
                        nodes().filter(node -> services.isEmpty()
                                || services.contains(node.backend().service())),
                        node -> node.backend().id(),
                        this::backend));
    }

    private void backend(RoutingContext request) {
        String id = request.pathParam("id");
        Answer.later(request, () -> findBackend(id), "no backend has the id " + id);
    }

    /** The service of that name as the contract has it, if it is there. */
    Optional<JsonObject> findService(String name) {
        return Optional.ofNullable(pool.get().service(name)).map(this::service);
    }

    /** The backend of that id as the contract has it, if it is there. */
    Optional<JsonObject> findBackend(String id) {
        return nodes().filter(node -> node.backend().id().equals(id))
                .findFirst()
                .map(this::backend);
    }

    private Stream<BackendNode> nodes() {
        return StreamSupport.stream(pool.get().nodes().spliterator(), false);
    }

    private JsonObject service(ServiceView view) {
        JsonObject json = new JsonObject()
                .put("name", view.name())
                .put("policy", view.policy())
                .put("configuredPolicy", policies.apply(view.name()))
                .put("backends", view.nodes().size())
                .put("eligible", view.eligible().size())
                .put("panic", view.panic())
                .put("waiting", view.queue().size());
        orders.ofService(view.name()).ifPresent(order -> json.put("order", order(order)));
        return json;
    }

    private JsonObject backend(BackendNode node) {
        Backend backend = node.backend();
        Backend announced = node.announced();
        JsonObject json = new JsonObject()
                .put("id", backend.id())
                .put("incarnation", backend.incarnation())
                .put("service", backend.service())
                .put("host", backend.address().getHostString())
                .put("port", backend.address().getPort())
                .put("origin", word(backend.origin()))
                .put("state", word(backend.mode()))
                .put("announcedState", word(announced.mode()))
                .put("health", word(node.health()))
                .put("eligible", node.eligible())
                .put("weight", backend.weight())
                .put("announcedWeight", announced.weight())
                .put("maxConnections", backend.maxConnections())
                .put("zone", backend.zone())
                .put("tags", new JsonObject(Map.copyOf(backend.tags())))
                .put("open", node.open())
                .put("opened", node.opened())
                .put("failures", node.failures())
                .put("consecutiveFailures", node.consecutiveFailures());
        if (!node.why().isEmpty()) {
            json.put("why", node.why());
        }
        orders.ofBackend(backend.id()).ifPresent(order -> json.put("order", order(order)));
        return json;
    }

    private static JsonObject order(StandingOrder order) {
        return new JsonObject().put("by", order.by()).put("at", order.at());
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
