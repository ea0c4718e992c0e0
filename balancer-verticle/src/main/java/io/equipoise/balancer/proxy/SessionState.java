package io.equipoise.balancer.proxy;

import io.equipoise.balancer.pool.Lease;
import io.equipoise.balancer.pool.WaitQueue;
import org.jspecify.annotations.Nullable;

/**
 * Where a session stands.
 *
 * <pre>
 *                  accepted
 *                      |
 *                  Selecting ------ no backend ------------.
 *                   |     |                                |
 *          all full |     | a lease                        |
 *                   v     v                                |
 *               Waiting  Connecting --.                    |
 *                |    |   ^  |  |     | failed, another    |
 *        timeout |    '---'  |  |     | attempt is left    |
 *                |   a lease |  '--> Selecting             |
 *                |           | connected                   |
 *                |           v                             |
 *                |        Relaying                         |
 *                |           | both directions ended,      |
 *                v           v reset, timeout, cut         v
 *             Closed <-------+----------------------------'
 * </pre>
 *
 * A reset of the client, a cut and a defect close from any state. {@link Search} makes the transitions up to a
 * backend that is connected, {@link Session} all others.
 */
sealed interface SessionState {
    /** What the session holds of a backend; null when nothing. */
    default @Nullable Lease lease() {
        return null;
    }

    /** The session's backend side, connected or about to be; null when there is none. */
    default @Nullable Relay backend() {
        return null;
    }

    /** Looks for a backend; never seen from outside a transition. */
    record Selecting() implements SessionState {}

    /** All backends are full. */
    record Waiting(WaitQueue queue, WaitQueue.Waiter waiter) implements SessionState {}

    /** A connect is under way. */
    record Connecting(Lease lease, Relay backend) implements SessionState {}

    /** Bytes flow. */
    record Relaying(Lease lease, Relay backend) implements SessionState {}

    /** Over. */
    record Closed(CloseReason reason) implements SessionState {}
}
