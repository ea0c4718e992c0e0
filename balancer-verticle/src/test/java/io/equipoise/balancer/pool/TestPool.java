package io.equipoise.balancer.pool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A pool with the few words that tests say again and again. */
public final class TestPool {
    /** Chooses the first that is admitted; for tests that are not about choosing. */
    static final Selector.Factory FIRST = (nodes, rotation) ->
            request -> nodes.stream().filter(request::admits).findFirst().orElse(null);

    private final BackendPool pool;

    /** A pool whose services all choose by that policy, wait in 1,024 places, panic below half and start turns at 0. */
    public TestPool(Selector.Factory selectors) {
        this(selectors, 1_024, 50, 0);
    }

    /** A pool whose services are all alike. */
    public TestPool(Selector.Factory selectors, int queuePlaces, int panicPercent, long rotationStart) {
        pool = new BackendPool(
                service -> new ServicePolicy("first", selectors, queuePlaces, panicPercent), () -> rotationStart);
    }

    public BackendPool pool() {
        return pool;
    }

    /** Joins the backends and takes them up. */
    public TestPool up(List<Backend> backends) {
        List<PoolUpdate> updates = new ArrayList<>();
        for (Backend backend : backends) {
            updates.add(new PoolUpdate.Upsert(backend));
            updates.add(health(backend, HealthState.Status.UP));
        }
        pool.apply(updates);
        return this;
    }

    public TestPool up(Backend... backends) {
        return up(Arrays.asList(backends));
    }

    /** Applies them in one batch. */
    public List<PoolEvent> apply(PoolUpdate... updates) {
        return pool.apply(Arrays.asList(updates));
    }

    public List<PoolEvent> join(Backend backend) {
        return apply(new PoolUpdate.Upsert(backend));
    }

    public List<PoolEvent> leave(Backend backend) {
        return apply(new PoolUpdate.Remove(backend.id(), backend.origin(), backend.incarnation(), "told to"));
    }

    public List<PoolEvent> flip(Backend backend, HealthState.Status status) {
        return apply(health(backend, status));
    }

    public static PoolUpdate health(Backend backend, HealthState.Status status) {
        return new PoolUpdate.Health(backend.id(), backend.incarnation(), status, "told to");
    }

    /** The current view of the service. */
    public ServiceView view() {
        ServiceView view = pool.snapshot().service(Backends.SERVICE);
        if (view == null) {
            throw new AssertionError("there is no service " + Backends.SERVICE);
        }
        return view;
    }

    public BackendNode node(Backend backend) {
        BackendNode node = pool.node(backend.id());
        if (node == null) {
            throw new AssertionError("there is no backend " + backend.id());
        }
        return node;
    }

    /** Ids of the backends that may be chosen. */
    public List<String> eligible() {
        return view().eligible().stream().map(node -> node.backend().id()).toList();
    }
}
