package io.equipoise.balancer.discovery;

import java.util.Locale;

/** Why something that came over the bus or out of the map was not taken; a word to count by and to log. */
public enum Refusal {
    // What the contract of the registry says: see InvalidMessage.Reason.
    MALFORMED,
    OVERSIZE,
    INVALID_FIELD,
    UNKNOWN_VERSION,
    UNSIGNED,
    /** Its sequence number is not newer than one that was seen. */
    REPLAYED,
    /** A later start of the same backend is known. */
    SUPERSEDED,
    /** That start of the backend has left. */
    DEPARTED,
    /** Another backend announces the same start of the same id from another address. */
    IDENTITY_CONFLICT,
    /** Its address is in no network that is let in. */
    FORBIDDEN_NETWORK,
    /** Its port is outside the range that is let in. */
    FORBIDDEN_PORT,
    /** Its address is a listener of this balancer: a loop. */
    OWN_LISTENER,
    /** Its id or its address belongs to another backend of the pool. */
    POOL_CONFLICT,
    /** There are as many backends as there may be. */
    FULL,
    /** More came at once than can wait. */
    OVERFLOW,
    /** A defect of the balancer; the log has its trace. */
    INTERNAL_ERROR;

    /** The word in metrics and logs, lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
