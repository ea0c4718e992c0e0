package io.equipoise.balancer.metrics;

import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.HealthState;
import io.equipoise.balancer.pool.PoolEvent;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A change of the pool in words, the same for the log and for the ring.
 *
 * @param kind what sort of change
 * @param subject the backend's id, or the service
 * @param message constant text
 * @param details the rest, in the order to show it
 */
record PoolStory(Event.Kind kind, String subject, String message, Map<String, Object> details) {

    /** Nothing for what the pool refused: it is no change, and it is told where refusals are counted. */
    static Optional<PoolStory> of(PoolEvent event) {
        if (event instanceof PoolEvent.Joined joined) {
            return Optional.of(about(joined.node(), Event.Kind.JOINED, "backend joined"));
        } else if (event instanceof PoolEvent.Left left) {
            return Optional.of(
                    about(left.node(), Event.Kind.LEFT, "backend left").with("why", left.why()));
        } else if (event instanceof PoolEvent.Flipped flipped) {
            return Optional.of(flipped(flipped));
        } else if (event instanceof PoolEvent.Changed changed) {
            return Optional.of(changed(changed));
        } else if (event instanceof PoolEvent.Panic panic) {
            return Optional.of(panic(panic));
        } else if (event instanceof PoolEvent.PolicyChanged changed) {
            return Optional.of(policyChanged(changed));
        }
        return Optional.empty();
    }

    private static PoolStory flipped(PoolEvent.Flipped flipped) {
        boolean up = flipped.health() == HealthState.Status.UP;
        return about(flipped.node(), up ? Event.Kind.UP : Event.Kind.DOWN, up ? "backend is up" : "backend is down")
                .with("why", flipped.why());
    }

    private static PoolStory changed(PoolEvent.Changed changed) {
        BackendNode node = changed.node();
        Backend now = node.backend();
        if (now.mode() == changed.before().mode()) {
            PoolStory told = about(node, Event.Kind.CHANGED, "backend changed").with("weight", now.weight());
            Backend.Mode announced = node.announced().mode();
            return announced == changed.announcedBefore().mode()
                    ? told
                    : told.with("announces", announced.name().toLowerCase(Locale.ROOT));
        }
        return switch (now.mode()) {
            case READY ->
                about(node, Event.Kind.READY, "backend is ready again").withOpen(node);
            case DRAINING ->
                about(node, Event.Kind.DRAINING, "backend is draining").withOpen(node);
            case MAINTENANCE ->
                about(node, Event.Kind.MAINTENANCE, "backend is in maintenance").withOpen(node);
        };
    }

    private static PoolStory policyChanged(PoolEvent.PolicyChanged changed) {
        return new PoolStory(Event.Kind.CHANGED, changed.service(), "policy changed", Map.of())
                .with("service", changed.service())
                .with("before", changed.before())
                .with("policy", changed.now());
    }

    private static PoolStory panic(PoolEvent.Panic panic) {
        return new PoolStory(
                panic.on() ? Event.Kind.PANIC : Event.Kind.PANIC_OVER,
                panic.service(),
                panic.on()
                        ? "too few backends are healthy, choosing among all of them"
                        : "no longer choosing among unhealthy backends",
                Map.of("service", panic.service()));
    }

    private static PoolStory about(BackendNode node, Event.Kind kind, String message) {
        Backend backend = node.backend();
        return new PoolStory(kind, backend.id(), message, Map.of())
                .with("backend", backend.id())
                .with("service", backend.service())
                .with("address", text(backend.address()));
    }

    private PoolStory withOpen(BackendNode node) {
        return with("open", node.open());
    }

    private PoolStory with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(details);
        more.put(name, value);
        return new PoolStory(kind, subject, message, more);
    }

    private static String text(InetSocketAddress address) {
        String host = address.isUnresolved()
                ? address.getHostString()
                : address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
