package io.equipoise.balancer.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All backends, by id. The control loop owns it and applies every change; any thread reads the snapshot, which is
 * published once per change.
 *
 * <p>What an incarnation says of its service, address and origin holds for its whole life; a backend that moves starts
 * again, with a later incarnation. What is static is never displaced by what announces itself.
 *
 * <p>A batch costs the size of the batch plus the sizes of the services it changes.
 */
public final class BackendPool {
    private final Function<String, ServicePolicy> policies;
    private final LongSupplier rotationStart;
    private final Map<String, BackendNode> nodes = new HashMap<>();
    private final Map<String, Service> services = new HashMap<>();
    private final AddressBook addresses = new AddressBook();
    private final Overlay overlay = new Overlay();
    private volatile PoolSnapshot snapshot = new PoolSnapshot(0, Map.of());

    /**
     * An empty pool.
     *
     * @param policies how to treat a service, by its name; asked once for each time the service comes to be
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

    /** Makes a service have a view even while it has no backend. Control loop only. */
    public void declare(String name) {
        Service service = service(name);
        service.declare();
        if (snapshot.service(name) == null) {
            publish(List.of(service), new ArrayList<>());
        }
    }

    /**
     * Applies the updates in order and publishes one snapshot, or none when nothing changed. Control loop only; give it
     * many updates at once rather than one after the other.
     *
     * @return what changed, in order, and what was refused
     */
    public List<PoolEvent> apply(List<? extends PoolUpdate> updates) {
        Batch batch = new Batch();
        for (PoolUpdate update : updates) {
            if (update instanceof PoolUpdate.Upsert upsert) {
                upsert(upsert.backend(), batch);
            } else if (update instanceof PoolUpdate.Remove remove) {
                remove(remove, batch);
            } else if (update instanceof PoolUpdate.ModeTold told) {
                tell(told, batch);
            } else if (update instanceof PoolUpdate.Health health) {
                health(health, batch);
            } else if (update instanceof PoolUpdate.Ordered ordered) {
                order(ordered, batch);
            } else if (update instanceof PoolUpdate.PolicyChanged changed) {
                choose(changed, batch);
            }
        }
        if (!batch.changed.isEmpty()) {
            publish(batch.changed.values(), batch.events);
        }
        return batch.events;
    }

    private void upsert(Backend backend, Batch batch) {
        BackendNode current = nodes.get(backend.id());
        Backend before = current == null ? null : current.announced();
        if (current != null && before != null && before.sameIdentity(backend) && before.origin() == backend.origin()) {
            describe(current, backend, batch);
            return;
        }
        if (before != null && !Precedence.replaces(backend, before)) {
            batch.refused(backend, "its id belongs to " + Precedence.standing(before));
            return;
        }
        List<BackendNode> rivals = addresses.rivals(backend);
        for (BackendNode rival : rivals) {
            if (!Precedence.displaces(backend, rival.announced())) {
                batch.refused(backend, "its address belongs to " + Precedence.standing(rival.announced()));
                return;
            }
        }
        rivals.forEach(rival -> drop(rival, "its address was taken over by " + backend.id(), batch));
        if (current != null) {
            drop(current, "replaced by a later start of it", batch);
        }
        join(backend, batch);
    }

    private void join(Backend backend, Batch batch) {
        Service service = service(backend.service());
        BackendNode node = service.join(backend, overlay.over(backend));
        nodes.put(backend.id(), node);
        addresses.add(node);
        batch.changed(service, new PoolEvent.Joined(node));
    }

    private void describe(BackendNode node, Backend backend, Batch batch) {
        Backend before = node.announced();
        if (!before.service().equals(backend.service()) || !before.address().equals(backend.address())) {
            batch.refused(backend, "it moved without a later start from " + Precedence.standing(before));
        } else {
            redescribe(node, backend, batch);
        }
    }

    private void order(PoolUpdate.Ordered order, Batch batch) {
        overlay.put(order);
        BackendNode node = nodes.get(order.id());
        if (node != null) {
            redescribe(node, node.announced(), batch);
        }
    }

    private void redescribe(BackendNode node, Backend announced, Batch batch) {
        Backend announcedBefore = node.announced();
        Backend before = node.backend();
        Backend effective = overlay.over(announced);
        if (!announced.equals(announcedBefore) || !effective.equals(before)) {
            node.describe(announced, effective);
            batch.changed(service(announced.service()), new PoolEvent.Changed(node, before, announcedBefore));
        }
    }

    private void choose(PoolUpdate.PolicyChanged change, Batch batch) {
        Service service = services.get(change.service());
        if (service != null && !service.policy().equals(change.name())) {
            batch.changed(service, new PoolEvent.PolicyChanged(service.name(), service.policy(), change.name()));
            service.choose(change.name(), change.selectors());
        }
    }

    private void remove(PoolUpdate.Remove remove, Batch batch) {
        BackendNode node = nodes.get(remove.id());
        if (node == null || node.backend().origin() != remove.origin()) {
            return;
        }
        if (node.backend().incarnation() <= remove.incarnation()) {
            drop(node, remove.why(), batch);
        }
    }

    private void tell(PoolUpdate.ModeTold told, Batch batch) {
        BackendNode node = nodes.get(told.id());
        if (node == null || node.backend().origin() != Backend.Origin.ANNOUNCED) {
            return;
        }
        if (node.backend().incarnation() == told.incarnation()) {
            describe(node, node.announced().withMode(told.mode()), batch);
        }
    }

    private void drop(BackendNode node, String why, Batch batch) {
        Service service = service(node.backend().service());
        nodes.remove(node.backend().id());
        addresses.remove(node);
        service.leave(node);
        batch.changed(service, new PoolEvent.Left(node, why));
    }

    private void health(PoolUpdate.Health health, Batch batch) {
        BackendNode node = nodes.get(health.id());
        if (node == null || node.backend().incarnation() != health.incarnation() || node.health() == health.status()) {
            return;
        }
        node.health(health.status(), health.why());
        batch.changed(service(node.backend().service()), new PoolEvent.Flipped(node, health.status(), health.why()));
    }

    private Service service(String name) {
        return services.computeIfAbsent(name, n -> new Service(n, policies.apply(n), rotationStart.getAsLong()));
    }

    private void publish(Collection<Service> changed, List<PoolEvent> events) {
        Map<String, ServiceView> views = new HashMap<>(snapshot.services());
        for (Service service : changed) {
            ServiceView view = service.view();
            ServiceView before = service.over() ? views.remove(service.name()) : views.put(service.name(), view);
            if (service.over()) {
                services.remove(service.name());
            }
            if (view.panic() != (before != null && before.panic())) {
                events.add(new PoolEvent.Panic(service.name(), view.panic()));
            }
        }
        snapshot = new PoolSnapshot(snapshot.version() + 1, views);
        changed.forEach(Service::serveWaiters);
    }

    /** What a series of updates has done so far. */
    private static final class Batch {
        private final List<PoolEvent> events = new ArrayList<>();
        private final Map<String, Service> changed = new TreeMap<>();

        void changed(Service service, PoolEvent event) {
            changed.put(service.name(), service);
            events.add(event);
        }

        void refused(Backend backend, String why) {
            events.add(new PoolEvent.Refused(backend, why));
        }
    }
}
