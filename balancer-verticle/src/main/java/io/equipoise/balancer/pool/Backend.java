package io.equipoise.balancer.pool;

import java.net.InetSocketAddress;
import java.util.Map;

/**
 * What is known of one backend, as a value. Its identity is {@code id} + {@code incarnation}.
 *
 * @param id unique in the pool
 * @param incarnation which start of it; a later one replaces an earlier one
 * @param service the service it serves
 * @param address where balancers connect to; resolved
 * @param weight its share against others, 0 to 256; 0 takes no new connections
 * @param maxConnections connections open at once from this balancer; 0 is without limit
 * @param zone where it runs; empty when not said
 * @param mode whether it wants new connections
 * @param origin how it came into the pool
 * @param tags free text to show
 */
public record Backend(
        String id,
        long incarnation,
        String service,
        InetSocketAddress address,
        int weight,
        int maxConnections,
        String zone,
        Mode mode,
        Origin origin,
        Map<String, String> tags) {

    /** Whether a backend wants new connections, from the least restrictive on. Not a matter of health. */
    public enum Mode {
        READY,
        DRAINING,
        MAINTENANCE;

        /** Of the two the one that keeps more from the backend. */
        public Mode orMoreRestrictive(Mode other) {
            return compareTo(other) >= 0 ? this : other;
        }
    }

    /** How a backend came into the pool. */
    public enum Origin {
        /** It announced itself on the bus: answers pings, has a lease. */
        ANNOUNCED,
        /** It stands in the configuration, or an operator has added it: known by its TCP port alone. */
        STATIC
    }

    public Backend {
        if (weight < 0 || weight > 256) {
            throw new IllegalArgumentException("weight of " + id + " is " + weight + "; allowed is 0 to 256");
        }
        if (maxConnections < 0) {
            throw new IllegalArgumentException("maxConnections of " + id + " is negative");
        }
        tags = Map.copyOf(tags);
    }

    /** The same backend in another mode. */
    public Backend withMode(Mode newMode) {
        return new Backend(id, incarnation, service, address, weight, maxConnections, zone, newMode, origin, tags);
    }

    /** The same backend with another share. */
    public Backend withWeight(int newWeight) {
        return new Backend(id, incarnation, service, address, newWeight, maxConnections, zone, mode, origin, tags);
    }

    /** Whether the two are the same start of the same backend. */
    public boolean sameIdentity(Backend other) {
        return incarnation == other.incarnation && id.equals(other.id);
    }
}
