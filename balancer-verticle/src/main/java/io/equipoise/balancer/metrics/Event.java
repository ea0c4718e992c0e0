package io.equipoise.balancer.metrics;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Something that happened to the pool or to this balancer, for people to read.
 *
 * @param number counts events from 1, without gaps
 * @param time wall clock
 * @param kind what sort of thing
 * @param subject whom it is about: a backend's id, a service, a listener, this balancer
 * @param message what happened; constant text
 * @param details the rest, by name, in the order to show them
 */
public record Event(long number, Instant time, Kind kind, String subject, String message, Map<String, Object> details) {

    /** What sort of thing happened. */
    public enum Kind {
        /** A backend is new in the pool. */
        JOINED,
        /** A backend left the pool. */
        LEFT,
        /** A backend's health flipped to good. */
        UP,
        /** A backend's health flipped to bad. */
        DOWN,
        /** A backend wants connections again. */
        READY,
        /** A backend wants no new connections. */
        DRAINING,
        /** A backend is out of use for a while. */
        MAINTENANCE,
        /** A backend has another weight or description. */
        CHANGED,
        /** Too few backends of a service are healthy. */
        PANIC,
        /** Enough backends of a service are healthy again. */
        PANIC_OVER,
        /** This balancer is cut off from the cluster. */
        CLUSTER_LOST,
        /** It reaches the cluster again. */
        CLUSTER_BACK,
        /** A listener is open. */
        OPENED,
        /** An operator changed something. */
        ADMIN;

        /** The name as the API shows it, lower case. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Event {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }
}
