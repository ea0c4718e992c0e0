package io.equipoise.balancer.orders;

import org.jspecify.annotations.Nullable;

/** An order that was not taken; the message says why, for who gave it. */
public final class OrderRefused extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why an order was not taken. */
    public enum Reason {
        /** Nobody has that name, and nothing was ordered of it before. */
        NOT_FOUND,
        /** What stands there does not allow it. */
        CONFLICT,
        /** It cannot be, whoever stands there. */
        INVALID,
        /** The cluster does not answer; nothing was changed here. */
        NO_CLUSTER
    }

    private final Reason reason;

    OrderRefused(Reason reason, String message) {
        this(reason, message, null);
    }

    OrderRefused(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Why it was not taken. */
    public Reason reason() {
        return reason;
    }
}
