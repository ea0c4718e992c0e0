package io.equipoise.cluster.registry;

/** A message from the bus that is not what the contract says; {@link #reason()} is a stable word to count by. */
public final class InvalidMessage extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why a message was not taken; the lower-case name is the metric label. */
    public enum Reason {
        /** Not JSON, or not a JSON object. */
        MALFORMED,
        /** Longer than the limit. */
        OVERSIZE,
        /** A field is missing, of the wrong type or out of range. */
        INVALID_FIELD,
        /** A contract version that this member does not know. */
        UNKNOWN_VERSION,
        /** A cluster secret is set and the message carries no signature, or a wrong one. */
        UNSIGNED,
        /** Its sequence number was seen before. */
        REPLAYED
    }

    private final Reason reason;

    /** An error with a reason to count by and a message that names the field, its value and what is allowed. */
    public InvalidMessage(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /** The word to count this by. */
    public Reason reason() {
        return reason;
    }
}
