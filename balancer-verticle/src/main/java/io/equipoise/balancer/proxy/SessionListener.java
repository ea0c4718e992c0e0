package io.equipoise.balancer.proxy;

import io.equipoise.balancer.pool.BackendNode;

/**
 * Is told what happens to sessions, on the session's event loop. Must not block; what it throws is logged and cannot
 * hurt the session.
 */
public interface SessionListener {
    /** Listens to nothing. */
    SessionListener NONE = new SessionListener() {};

    /** A client was accepted. */
    default void onAccepted(String listener, String service) {}

    /** An attempt to connect to a backend failed; the session goes on with another while there is one. */
    default void onConnectFailed(BackendNode node, CloseReason reason) {}

    /** A backend failed a session once more, counted by {@link BackendNode#consecutiveFailures()}. */
    default void onBackendFailed(BackendNode node) {}

    /** A session has ended. */
    default void onClosed(SessionReport report) {}

    /** A loop looked at its sessions, as it does about once a second, that many nanoseconds late. */
    default void onLoopLate(long nanos) {}
}
