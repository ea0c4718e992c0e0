package io.equipoise.balancer.pool;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All backends, by id. The control loop owns it and applies every change; any thread reads the snapshot, which is
 * published once per change.
 */
public final class BackendPool {
    private final Function<String, ServicePolicy> policies;
    private final LongSupplier rotationStart;
    private final Map<String, BackendNode> nodes = new HashMap<>();
    private final Map<String, Service> services = new HashMap<>();
    private final Map<InetSocketAddress, String> announcedAt = new HashMap<>();
    private volatile PoolSnapshot snapshot = new PoolSnapshot(0, Map.of());

    /**
     * An empty pool.
     *
     * @param policies how to treat a service, by its name; asked once per service
     * @param rotationStart where the rotation of a service starts
     */
    public BackendPool(Function<String, ServicePolicy> policies, LongSupplier rotationStart) {
        this.policies = policies;
        this.rotationStart = rotationStart;
    }

    /** The pool as it is now. */
    public PoolSnapshot snapshot() {
        return snapshot;
    }

    /** The node under that id, or null. Control loop only. */
    public @Nullable BackendNode node(String id) {
        return nodes.get(id);
    }

    /** Publishes an empty view of a service that has no backend yet. Control loop only. */
    public void declare(String service) {
        publish(Set.of(service), new ArrayList<>());
    }

    /**
     * Applies the updates in order and publishes one snapshot. Control loop only.
     *
     * @return what changed, in order; empty when nothing did
     */
    public List<PoolEvent> apply(List<? extends PoolUpdate> updates) {
        List<PoolEvent> events = new ArrayList<>();
        Set<String> changed = new TreeSet<>();
        for (PoolUpdate update : updates) {
            if (update instanceof PoolUpdate.Upsert upsert) {
                upsert(upsert.backend(), events, changed);
            } else if (update instanceof PoolUpdate.Remove remove) {
                remove(remove, events, changed);
            } else if (update instanceof PoolUpdate.Health health) {
                health(health, events, changed);
            }
        }
        if (!changed.isEmpty()) {
            publish(changed, events);
        }
        return events;
    }

    private void upsert(Backend backend, List<PoolEvent> events, Set<String> changed) {
        BackendNode current = nodes.get(backend.id());
        if (current != null && current.backend().sameIdentity(backend)) {
            describe(current, backend, events, changed);
            return;
        }
        if (current != null && current.backend().incarnation() > backend.incarnation()) {
            events.add(new PoolEvent.Refused(backend, "a later start of it is in the pool"));
            return;
        }
        if (!claim(backend, events, changed)) {
            return;
        }
        if (current != null) {
            drop(current, "replaced by a later start of it", events, changed);
        }
        BackendNode node = new BackendNode(backend);
        nodes.put(backend.id(), node);
        remember(backend);
        changed.add(backend.service());
        events.add(new PoolEvent.Joined(node));
    }

    private void describe(BackendNode node, Backend backend, List<PoolEvent> events, Set<String> changed) {
        Backend before = node.backend();
        if (before.equals(backend)
                || (!before.address().equals(backend.address()) && !claim(backend, events, changed))) {
            return;
        }
        forget(before);
        node.describe(backend);
        remember(backend);
        changed.add(before.service());
        changed.add(backend.service());
        events.add(new PoolEvent.Changed(node, before));
    }

    /** Two announced ids at one address are one backend: the later start stays, so that its weight is not doubled. */
    private boolean claim(Backend backend, List<PoolEvent> events, Set<String> changed) {
        String holder = backend.origin() == Backend.Origin.ANNOUNCED ? announcedAt.get(backend.address()) : null;
        if (holder == null || holder.equals(backend.id())) {
            return true;
        }
        BackendNode other = nodes.get(holder);
        if (other != null && other.backend().incarnation() >= backend.incarnation()) {
            events.add(new PoolEvent.Refused(backend, "its address belongs to " + holder));
            return false;
        }
        if (other != null) {
            drop(other, "its address was taken over by " + backend.id(), events, changed);
        }
        return true;
    }

    private void remove(PoolUpdate.Remove remove, List<PoolEvent> events, Set<String> changed) {
        BackendNode node = nodes.get(remove.id());
        if (node != null && node.backend().incarnation() == remove.incarnation()) {
            drop(node, remove.why(), events, changed);
        }
    }

    private void drop(BackendNode node, String why, List<PoolEvent> events, Set<String> changed) {
        nodes.remove(node.backend().id(), node);
        forget(node.backend());
        node.leave();
        changed.add(node.backend().service());
        events.add(new PoolEvent.Left(node, why));
    }

    private void health(PoolUpdate.Health health, List<PoolEvent> events, Set<String> changed) {
        BackendNode node = nodes.get(health.id());
        if (node == null || node.backend().incarnation() != health.incarnation() || node.health() == health.status()) {
            return;
        }
        node.health(health.status());
        changed.add(node.backend().service());
        events.add(new PoolEvent.Flipped(node, health.status(), health.why()));
    }

    private void remember(Backend backend) {
        if (backend.origin() == Backend.Origin.ANNOUNCED) {
            announcedAt.put(backend.address(), backend.id());
        }
    }

    private void forget(Backend backend) {
        announcedAt.remove(backend.address(), backend.id());
    }

    private void publish(Set<String> changed, List<PoolEvent> events) {
        Map<String, ServiceView> views = new HashMap<>(snapshot.services());
        List<ServiceView> renewed = new ArrayList<>();
        for (String name : changed) {
            Service service =
                    services.computeIfAbsent(name, n -> new Service(n, policies.apply(n), rotationStart.getAsLong()));
            ServiceView view = service.view(members(name));
            ServiceView before = views.put(name, view);
            renewed.add(view);
            if (view.panic() != (before != null && before.panic())) {
                events.add(new PoolEvent.Panic(name, view.panic()));
            }
        }
        snapshot = new PoolSnapshot(snapshot.version() + 1, views);
        renewed.forEach(view -> view.eligible().forEach(view.queue()::offer));
    }

    private List<BackendNode> members(String service) {
        return nodes.values().stream()
                .filter(node -> node.backend().service().equals(service))
                .sorted(Comparator.comparing(node -> node.backend().id()))
                .toList();
    }
}
