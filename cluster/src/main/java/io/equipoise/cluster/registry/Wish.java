package io.equipoise.cluster.registry;

import java.util.Optional;
import java.util.OptionalInt;

/** What may be ordered. A wish replaces the one before it of the same thing. */
public sealed interface Wish {
    /** What it is about, as the key of the shared map: one key for each thing. */
    String key();

    /** Whether it only takes back: it is kept for a while, so that what it took back stays so. */
    boolean takesBack();

    /** The key of what is ordered of a backend. */
    static String backendKey(String id) {
        return "backend " + id;
    }

    /** The key of what is ordered of a service. */
    static String serviceKey(String service) {
        return "service " + service;
    }

    /** The key of whether a static backend is there. */
    static String staticKey(String id) {
        return "static " + id;
    }

    /**
     * How much is kept from a backend, and its share.
     *
     * @param id whichever backend has that id, now and over its starts
     * @param state the least that is kept from it; ready orders nothing
     * @param weight the share that replaces its own, 0 to 256; empty orders nothing
     */
    record OfBackend(String id, BackendState state, OptionalInt weight) implements Wish {
        @Override
        public String key() {
            return backendKey(id);
        }

        @Override
        public boolean takesBack() {
            return state == BackendState.READY && weight.isEmpty();
        }
    }

    /**
     * How a service chooses.
     *
     * @param policy the name of a policy; empty is the configured one
     */
    record OfService(String service, Optional<String> policy) implements Wish {
        @Override
        public String key() {
            return serviceKey(service);
        }

        @Override
        public boolean takesBack() {
            return policy.isEmpty();
        }
    }

    /**
     * Whether a static backend is there.
     *
     * @param host name or address
     * @param weight its share, 0 to 256
     */
    record OfStatic(String id, String service, String host, int port, int weight, Presence presence) implements Wish {
        @Override
        public String key() {
            return staticKey(id);
        }

        @Override
        public boolean takesBack() {
            return presence == Presence.FORGOTTEN;
        }
    }

    /** Whether a static backend is there. */
    enum Presence {
        /** It is, wherever it may stand in a configuration. */
        THERE,
        /** It stands in a configuration and is not there all the same, for good. */
        GONE,
        /** It was added by order and is no longer there. */
        FORGOTTEN
    }
}
