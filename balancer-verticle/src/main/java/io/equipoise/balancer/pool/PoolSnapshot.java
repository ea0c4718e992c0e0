package io.equipoise.balancer.pool;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All services at one moment. Immutable; a service that did not change keeps its view from one snapshot to the next.
 *
 * @param version grows with each change
 * @param services views by name of service
 */
public record PoolSnapshot(long version, Map<String, ServiceView> services) {

    public PoolSnapshot {
        services = Map.copyOf(services);
    }

    /** The view of that service, or null when it neither is configured nor has a backend. */
    public @Nullable ServiceView service(String name) {
        return services.get(name);
    }

    /** All backends of all services. */
    public Iterable<BackendNode> nodes() {
        return () -> services.values().stream()
                .flatMap(view -> view.nodes().stream())
                .iterator();
    }
}
