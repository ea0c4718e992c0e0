package io.equipoise.balancer.discovery;

import io.equipoise.balancer.control.ControlLoop;
import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.HealthState;
import io.equipoise.balancer.pool.PoolUpdate;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Backends that stand in the configuration or that operators have added, one in the pool for each, under ids that can be
 * read: {@code host:port}, or {@code service:host:port} when several services have it. A name that moves is a later
 * start. Control loop only.
 */
public final class StaticDiscovery {
    private static final Logger log = LoggerFactory.getLogger(StaticDiscovery.class);
    private static final Duration LOOKUP_LIMIT = Duration.ofSeconds(5);

    private final Map<String, StaticBackend> configured;
    private final NameLookup lookup;
    private final OwnListeners ownListeners;
    private final Consumer<PoolUpdate> updates;
    private final Predicate<String> healthy;
    private final ControlLoop loop;
    private final Map<String, Standing> standing = new HashMap<>();
    private final Set<String> removed = new HashSet<>();
    private final Map<String, Long> incarnations = new HashMap<>();

    /**
     * Not started yet.
     *
     * @param ownListeners where no backend may be
     * @param updates takes what is to change in the pool
     * @param healthy whether the backend of that id is healthy in the pool
     */
    public StaticDiscovery(
            List<StaticBackend> configured,
            NameLookup lookup,
            OwnListeners ownListeners,
            Consumer<PoolUpdate> updates,
            Predicate<String> healthy,
            ControlLoop loop) {
        this.configured = byId(configured);
        this.lookup = lookup;
        this.ownListeners = ownListeners;
        this.updates = updates;
        this.healthy = healthy;
        this.loop = loop;
    }

    /** Puts those of the configuration into the pool, or begins to look up their names; not those that were removed. */
    public void start() {
        configured.forEach((id, backend) -> {
            if (!removed.contains(id) && !standing.containsKey(id)) {
                stand(id, backend, backend.literal());
            }
        });
    }

    /** Ids of those that stand in the configuration and were not removed. */
    public Set<String> configured() {
        Set<String> ids = new HashSet<>(configured.keySet());
        ids.removeAll(removed);
        return ids;
    }

    /** The addresses of a host, within bounded time. */
    public Future<List<InetAddress>> resolve(String host) {
        StaticBackend asked = new StaticBackend("", host, 0, 0, 0);
        return asked.literal()
                .map(address -> Future.succeededFuture(List.of(address)))
                .orElseGet(() -> lookup.lookup(host).timeout(LOOKUP_LIMIT.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** The id that a backend has or would have: that of the configuration if it stands there. */
    public String idOf(StaticBackend backend) {
        String place = backend.place();
        String full = backend.service() + ":" + place;
        if (isAlike(configured.get(full), backend) || isAlike(find(full), backend)) {
            return full;
        }
        StaticBackend present = configured.getOrDefault(place, find(place));
        return present == null || present.isAlike(backend) ? place : full;
    }

    /** Whether no backend may be there, as it is where this balancer listens. */
    public boolean isOwnListener(InetSocketAddress address) {
        return ownListeners.contains(address);
    }

    /** Whether the backend of that id stands in the configuration, removed or not. */
    public boolean isConfigured(String id) {
        return configured.containsKey(id);
    }

    /** The backend of that id, unless it was removed; its name may not have been found yet. */
    public @Nullable StaticBackend find(String id) {
        Standing found = standing.get(id);
        return found == null ? null : found.backend;
    }

    /**
     * Adds a backend, or gives one that is there another share.
     *
     * @param known its address, if it has been looked up already
     * @return whether it is there now; not if the id stands for another backend in the configuration
     */
    public boolean add(String id, StaticBackend backend, Optional<InetAddress> known) {
        StaticBackend other = configured.getOrDefault(id, find(id));
        if (other != null && !other.isAlike(backend)) {
            log.atWarn()
                    .addKeyValue("backend", id)
                    .addKeyValue("service", backend.service())
                    .addKeyValue("standing", other.service())
                    .log("not added, here its id belongs to another service");
            return false;
        }
        removed.remove(id);
        Standing present = standing.get(id);
        if (present == null) {
            stand(id, backend, known.or(backend::literal));
        } else if (!present.backend.equals(backend)) {
            present.backend = backend;
            if (present.address != null) {
                upsert(id, present, incarnations.getOrDefault(id, 1L));
            }
        }
        return true;
    }

    /** Takes a backend out, for good: one of the configuration too. Its sessions run on. */
    public void remove(String id, String why) {
        if (configured.containsKey(id)) {
            removed.add(id);
        }
        Standing gone = standing.remove(id);
        if (gone != null) {
            if (gone.name != null) {
                gone.name.stop();
            }
            updates.accept(new PoolUpdate.Remove(id, Backend.Origin.STATIC, incarnations.getOrDefault(id, 1L), why));
        }
    }

    private void stand(String id, StaticBackend backend, Optional<InetAddress> known) {
        Standing present = new Standing(backend);
        standing.put(id, present);
        known.ifPresent(address -> put(id, present, address));
        if (backend.literal().isEmpty()) {
            present.name = new StaticName(backend.host(), known, lookup, address -> put(id, present, address), loop);
            present.name.watch();
        }
    }

    private void put(String id, Standing present, InetAddress address) {
        if (isOwnListener(new InetSocketAddress(address, present.backend.port()))) {
            log.atWarn()
                    .addKeyValue("backend", id)
                    .log("a static backend is a listener of this balancer, left out as it would go in circles");
            return;
        }
        boolean movesInHealth = healthy.test(id);
        present.address = address;
        long incarnation = incarnations.merge(id, 1L, Long::sum);
        upsert(id, present, incarnation);
        if (movesInHealth) {
            // Else a service of one backend would refuse its clients until the new address has been probed.
            updates.accept(new PoolUpdate.Health(
                    id, incarnation, HealthState.Status.UP, "it moved; as healthy as before until it is probed"));
        }
    }

    private void upsert(String id, Standing present, long incarnation) {
        StaticBackend backend = present.backend;
        updates.accept(new PoolUpdate.Upsert(new Backend(
                id,
                incarnation,
                backend.service(),
                new InetSocketAddress(present.address, backend.port()),
                backend.weight(),
                backend.maxConnections(),
                "",
                Backend.Mode.READY,
                Backend.Origin.STATIC,
                Map.of())));
    }

    private static boolean isAlike(@Nullable StaticBackend one, StaticBackend other) {
        return one != null && one.isAlike(other);
    }

    private static Map<String, StaticBackend> byId(List<StaticBackend> backends) {
        Map<String, Set<String>> services = new HashMap<>();
        backends.forEach(backend -> services.computeIfAbsent(backend.place(), place -> new HashSet<>())
                .add(backend.service()));
        Map<String, StaticBackend> byId = new LinkedHashMap<>();
        for (StaticBackend backend : backends) {
            boolean shared = services.getOrDefault(backend.place(), Set.of()).size() > 1;
            byId.put(shared ? backend.service() + ":" + backend.place() : backend.place(), backend);
        }
        return byId;
    }

    /** One that is there, as far as it was found. */
    private static final class Standing {
        private StaticBackend backend;
        private @Nullable InetAddress address;
        private @Nullable StaticName name;

        private Standing(StaticBackend backend) {
            this.backend = backend;
        }
    }
}
