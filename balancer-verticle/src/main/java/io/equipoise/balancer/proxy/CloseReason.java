package io.equipoise.balancer.proxy;

import java.util.Locale;

/** Why a session ended: one reason each, counted once and logged once. */
public enum CloseReason {
    /** The client ended its direction first and everything was carried. */
    CLIENT_CLOSED,
    /** The backend ended its direction first and everything was carried. */
    BACKEND_CLOSED,
    /** The client reset the connection; the backend was reset too. */
    CLIENT_RESET,
    /** The backend reset the connection; the client was reset too. */
    BACKEND_RESET,
    /** The backend was down for longer than the session grace. */
    BACKEND_DOWN,
    /** No byte in either direction for the idle timeout. */
    IDLE,
    /** One direction had ended and the other was silent for the half-open timeout. */
    HALF_OPEN_TIMEOUT,
    /** The client sent no first byte in time. */
    FIRST_BYTE_TIMEOUT,
    /** The session reached its maximum lifetime. */
    MAX_LIFETIME,
    /** The service has no backend that may be chosen. */
    NO_BACKEND,
    /** Every attempt to connect to a backend was refused, or failed otherwise before its timeout. */
    CONNECT_REFUSED,
    /** The last attempt to connect to a backend timed out. */
    CONNECT_TIMEOUT,
    /** All backends were full, and so was the queue. */
    QUEUE_FULL,
    /** All backends were full for as long as a session may wait. */
    QUEUE_TIMEOUT,
    /** The client's address is not let in. */
    ACCESS_DENIED,
    /** The client opens connections faster than it may. */
    RATE_LIMITED,
    /** The client, listener or balancer has as many connections as it may. */
    CONNECTION_LIMIT,
    /** The TLS handshake failed. */
    TLS_FAILED,
    /** The PROXY protocol header was missing or malformed. */
    PROXY_PROTOCOL_ERROR,
    /** The TLS server name leads nowhere. */
    SNI_UNKNOWN,
    /** The balancer left and the session had not ended by the deadline. */
    DRAIN_DEADLINE,
    /** An operator ended the session. */
    KILLED_BY_ADMIN,
    /** A defect of the balancer; the log has its trace. */
    INTERNAL_ERROR;

    /**
     * Whether the client got less than it came for through a fault of the balancer or of a backend. A client that leaves is
     * none, nor is a limit that somebody has set: silence, lifetime, access, rate; nor what an operator does.
     */
    public boolean isFailure() {
        return switch (this) {
            case BACKEND_RESET,
                    BACKEND_DOWN,
                    NO_BACKEND,
                    CONNECT_REFUSED,
                    CONNECT_TIMEOUT,
                    QUEUE_FULL,
                    QUEUE_TIMEOUT,
                    DRAIN_DEADLINE,
                    INTERNAL_ERROR -> true;
            case CLIENT_CLOSED,
                    BACKEND_CLOSED,
                    CLIENT_RESET,
                    IDLE,
                    HALF_OPEN_TIMEOUT,
                    FIRST_BYTE_TIMEOUT,
                    MAX_LIFETIME,
                    ACCESS_DENIED,
                    RATE_LIMITED,
                    CONNECTION_LIMIT,
                    TLS_FAILED,
                    PROXY_PROTOCOL_ERROR,
                    SNI_UNKNOWN,
                    KILLED_BY_ADMIN -> false;
        };
    }

    /** The name as metrics and logs show it, lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
