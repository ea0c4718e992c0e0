package io.equipoise.balancer.admin;

import io.vertx.core.Handler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The open listeners of this balancer. */
public final class ListenersApi implements ApiPart {
    private final Supplier<List<Listener>> listeners;

    /** Tells of those, in their order. */
    public ListenersApi(Supplier<List<Listener>> listeners) {
        this.listeners = listeners;
    }

    @Override
    public Map<String, Handler<RoutingContext>> operations() {
        return Map.of("listListeners", this::list);
    }

    private void list(RoutingContext request) {
        JsonArray items = new JsonArray();
        listeners.get().forEach(listener -> items.add(listener.json()));
        Answer.now(request, 200, new JsonObject().put("items", items));
    }

    /**
     * One of them.
     *
     * @param port the port that it has bound
     */
    public record Listener(String name, String host, int port, String service) {
        private JsonObject json() {
            return new JsonObject()
                    .put("name", name)
                    .put("host", host)
                    .put("port", port)
                    .put("service", service);
        }
    }
}
