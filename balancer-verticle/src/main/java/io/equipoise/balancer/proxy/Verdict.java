package io.equipoise.balancer.proxy;

import io.equipoise.balancer.pool.Lease;

/** What a session that was connected says of its backend. */
final class Verdict {
    private Verdict() {}

    /**
     * A backend that has said a byte served. One that has not is to blame when it resets, or when it ends or is silent
     * after the client has said something. A client that leaves first says nothing of the backend.
     */
    static Lease.Outcome on(CloseReason reason, long fromClient, long fromBackend) {
        if (fromBackend > 0) {
            return Lease.Outcome.SERVED;
        }
        return switch (reason) {
            case BACKEND_RESET -> Lease.Outcome.FAILED;
            case BACKEND_CLOSED, IDLE, HALF_OPEN_TIMEOUT ->
                fromClient > 0 ? Lease.Outcome.FAILED : Lease.Outcome.NEUTRAL;
            default -> Lease.Outcome.NEUTRAL;
        };
    }
}
