package io.equipoise.cluster.registry;

import java.util.Locale;
import java.util.Optional;

/** What a backend says of itself. Draining and maintenance are intentions, not sickness. */
public enum BackendState {
    /** Takes new connections. */
    READY,
    /** Is leaving: takes no new connections, keeps those it has. */
    DRAINING,
    /** Is out by an operator's wish: takes no new connections until it is taken back. */
    MAINTENANCE;

    /** The name on the wire, lower case. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of that wire name, or empty when there is none. */
    public static Optional<BackendState> ofWireName(String name) {
        for (BackendState state : values()) {
            if (state.wireName().equals(name)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }
}
