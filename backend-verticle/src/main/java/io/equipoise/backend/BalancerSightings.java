package io.equipoise.backend;

import io.equipoise.cluster.registry.BackendState;
import io.equipoise.cluster.registry.Ping;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Which balancers ping this backend, and as what they see it. Owned by one event loop. */
final class BalancerSightings {
    /** A balancer that has pinged within that time is alive. */
    static final Duration LIVE = Duration.ofSeconds(3);

    private static final int PRUNED_ABOVE = 64;

    private final Map<String, Sighting> balancers = new HashMap<>();
    private long lastPing;

    private record Sighting(BackendState seen, long at) {}

    BalancerSightings(long now) {
        lastPing = now;
    }

    /** Notes a ping; the time is in nanoseconds of one clock. */
    void note(Ping ping, long now) {
        lastPing = now;
        balancers.put(ping.balancer(), new Sighting(ping.seen(), now));
        if (balancers.size() > PRUNED_ABOVE) {
            balancers.values().removeIf(sighting -> !isLive(sighting, now));
        }
    }

    /** When the last ping came; when this was made, if none has come. */
    long lastPing() {
        return lastPing;
    }

    /** How many balancers are remembered. */
    int size() {
        return balancers.size();
    }

    /** Whether any balancer is alive. */
    boolean anyLive(long now) {
        return balancers.values().stream().anyMatch(sighting -> isLive(sighting, now));
    }

    /** Whether every balancer that is alive sees the backend so; true when none is. */
    boolean allLiveSee(BackendState state, long now) {
        return balancers.values().stream().allMatch(sighting -> sighting.seen() == state || !isLive(sighting, now));
    }

    private static boolean isLive(Sighting sighting, long now) {
        return now - sighting.at() <= LIVE.toNanos();
    }
}
