package io.equipoise.balancer.discovery;

import io.equipoise.balancer.control.ControlLoop;
import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.HealthState;
import io.equipoise.balancer.pool.PoolUpdate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Backends that stand in the configuration, one in the pool for each, under ids that can be read: {@code host:port}, or
 * {@code service:host:port} when several services have it. They never leave; a name that moves is a later start.
 */
public final class StaticDiscovery {
    private final List<StaticBackend> backends;
    private final NameLookup lookup;
    private final Consumer<PoolUpdate> updates;
    private final Predicate<String> healthy;
    private final ControlLoop loop;
    private final Map<String, Long> incarnations = new HashMap<>();

    /**
     * Not started yet.
     *
     * @param updates takes what is to change in the pool
     * @param healthy whether the backend of that id is healthy in the pool
     */
    public StaticDiscovery(
            List<StaticBackend> backends,
            NameLookup lookup,
            Consumer<PoolUpdate> updates,
            Predicate<String> healthy,
            ControlLoop loop) {
        this.backends = List.copyOf(backends);
        this.lookup = lookup;
        this.updates = updates;
        this.healthy = healthy;
        this.loop = loop;
    }

    /** Puts those with an address into the pool, and begins to look up the others. */
    public void start() {
        Set<String> shared = sharedPlaces();
        for (StaticBackend backend : backends) {
            String place = place(backend);
            String id = shared.contains(place) ? backend.service() + ":" + place : place;
            Optional<InetAddress> literal = backend.literal();
            if (literal.isPresent()) {
                put(id, backend, literal.get());
            } else {
                new StaticName(backend.host(), lookup, address -> put(id, backend, address), loop).watch();
            }
        }
    }

    private void put(String id, StaticBackend backend, InetAddress address) {
        boolean movesInHealth = healthy.test(id);
        long incarnation = incarnations.merge(id, 1L, Long::sum);
        updates.accept(new PoolUpdate.Upsert(new Backend(
                id,
                incarnation,
                backend.service(),
                new InetSocketAddress(address, backend.port()),
                backend.weight(),
                backend.maxConnections(),
                "",
                Backend.Mode.READY,
                Backend.Origin.STATIC,
                Map.of())));
        if (movesInHealth) {
            // Else a service of one backend would refuse its clients until the new address has been probed.
            updates.accept(new PoolUpdate.Health(
                    id, incarnation, HealthState.Status.UP, "it moved; as healthy as before until it is probed"));
        }
    }

    private Set<String> sharedPlaces() {
        Map<String, String> serviceByPlace = new HashMap<>();
        Set<String> shared = new HashSet<>();
        for (StaticBackend backend : backends) {
            String other = serviceByPlace.putIfAbsent(place(backend), backend.service());
            if (other != null && !other.equals(backend.service())) {
                shared.add(place(backend));
            }
        }
        return shared;
    }

    private static String place(StaticBackend backend) {
        return backend.host() + ":" + backend.port();
    }
}
