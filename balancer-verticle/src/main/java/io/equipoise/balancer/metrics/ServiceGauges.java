package io.equipoise.balancer.metrics;

import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.PoolSnapshot;
import io.equipoise.balancer.pool.ServiceView;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is true of each service now: its backends by state, its queue, its panic. One thread at a time. */
final class ServiceGauges {
    private final MultiGauge backends;
    private final MultiGauge queue;
    private final MultiGauge panic;

    /** How a backend is: what it wants comes before what its probes say. */
    private enum State {
        UP,
        DOWN,
        UNKNOWN,
        DRAINING,
        MAINTENANCE;

        static State of(BackendNode node) {
            Backend.Mode mode = node.backend().mode();
            return switch (mode) {
                case DRAINING -> DRAINING;
                case MAINTENANCE -> MAINTENANCE;
                case READY ->
                    switch (node.health()) {
                        case UP -> UP;
                        case DOWN -> DOWN;
                        case UNKNOWN -> UNKNOWN;
                    };
            };
        }
    }

    ServiceGauges(MeterRegistry registry) {
        backends = MultiGauge.builder("equipoise.backends")
                .description("Backends in the pool, by state")
                .register(registry);
        queue = MultiGauge.builder("equipoise.queue.length")
                .description("Sessions that wait for room")
                .register(registry);
        panic = MultiGauge.builder("equipoise.panic")
                .description("1 while too few backends are healthy and health is ignored, else 0")
                .register(registry);
    }

    /** Shows the pool as it is in that snapshot; services that are not in it have no series any more. */
    void show(PoolSnapshot snapshot) {
        List<MultiGauge.Row<?>> states = new ArrayList<>();
        List<MultiGauge.Row<?>> lengths = new ArrayList<>();
        List<MultiGauge.Row<?>> panics = new ArrayList<>();
        for (ServiceView view : snapshot.services().values()) {
            Tags tags = Tags.of("service", view.name());
            states.addAll(states(view, tags));
            lengths.add(MultiGauge.Row.of(tags, view.queue().size()));
            panics.add(MultiGauge.Row.of(tags, view.panic() ? 1 : 0));
        }
        backends.register(states, true);
        queue.register(lengths, true);
        panic.register(panics, true);
    }

    private static List<MultiGauge.Row<?>> states(ServiceView view, Tags tags) {
        Map<State, Integer> counts = new EnumMap<>(State.class);
        view.nodes().forEach(node -> counts.merge(State.of(node), 1, Integer::sum));
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (State state : State.values()) {
            String label = state.name().toLowerCase(Locale.ROOT);
            rows.add(MultiGauge.Row.of(tags.and("state", label), counts.getOrDefault(state, 0)));
        }
        return rows;
    }
}
