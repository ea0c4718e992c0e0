package io.equipoise.balancer.proxy;

import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendNode;
import org.jspecify.annotations.Nullable;

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

    /** A backend failed a session once more, for that reason, counted by {@link BackendNode#consecutiveFailures()}. */
    default void onBackendFailed(BackendNode node, CloseReason reason) {}

    /**
     * A session has carried bytes that were not told before: about once a second while it runs. Its report has the rest.
     *
     * @param backend null when it has none
     * @param fromClient bytes that came from the client
     * @param fromBackend bytes that came from the backend
     */
    default void onBytes(
            String listener, String service, @Nullable Backend backend, long fromClient, long fromBackend) {}

    /** A session has ended. */
    default void onClosed(SessionReport report) {}

    /** A loop looked at its sessions, as it does about once a second, that many nanoseconds late. */
    default void onLoopLate(long nanos) {}
}
