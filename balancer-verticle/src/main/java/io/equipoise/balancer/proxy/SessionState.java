package io.equipoise.balancer.proxy;

import io.equipoise.balancer.pool.Lease;

/**
 * Where a session stands. Every arrow is one {@code to…} of {@link Session}; from each state a session may end.
 *
 * <pre>
 *              all backends full
 *   Selecting ───────────────────► Waiting
 *    │  ▲                             │
 *    │  │ refused or timed out,       │ got a lease
 *    │  │ attempts left               │
 *    ▼  │                             │
 *   Connecting ◄──────────────────────┘
 *    │
 *    │ connected
 *    ▼
 *   Relaying ─────► Closed (from anywhere, with one CloseReason)
 * </pre>
 */
sealed interface SessionState {

    /** No backend is chosen. */
    record Selecting() implements SessionState {
        static final Selecting INSTANCE = new Selecting();
    }

    /**
     * In the queue of the service.
     *
     * @param sinceNanos when it entered
     */
    record Waiting(long sinceNanos) implements SessionState {}

    /**
     * A connection to the lease's backend is under way.
     *
     * @param lease counts the connection
     */
    record Connecting(Lease lease) implements SessionState {}

    /**
     * Bytes flow.
     *
     * @param lease counts the connection
     */
    record Relaying(Lease lease) implements SessionState {}

    /**
     * It is over.
     *
     * @param reason why
     */
    record Closed(CloseReason reason) implements SessionState {}
}
