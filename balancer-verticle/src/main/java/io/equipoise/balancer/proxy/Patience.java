package io.equipoise.balancer.proxy;

import org.jspecify.annotations.Nullable;

/**
 * How long a session that relays may go on as it does: knows when it was last active, and which limit it has passed.
 * Owned by the session's loop.
 */
final class Patience {
    private final Timeouts timeouts;
    private final long acceptedAt;
    private long bytesSeen;
    private long activeAt;
    private boolean clientEnded;
    private boolean halfOpen;

    Patience(Timeouts timeouts, long acceptedAt) {
        this.timeouts = timeouts;
        this.acceptedAt = acceptedAt;
        this.activeAt = acceptedAt;
    }

    /** Bytes may flow from now on. */
    void onConnected(long now) {
        activeAt = now;
    }

    /** That side has ended its direction; the other has the whole half-open timeout, however silent both were before. */
    void onInputEnded(Side side, long now) {
        activeAt = now;
        clientEnded |= side == Side.CLIENT;
        halfOpen = true;
    }

    /** The limit that has been passed, when so many bytes have come so far; null when none. */
    @Nullable
    CloseReason overdue(long now, long fromClient, long fromBackend) {
        if (fromClient + fromBackend != bytesSeen) {
            bytesSeen = fromClient + fromBackend;
            activeAt = now;
        }
        if (now - acceptedAt >= timeouts.lifetime()) {
            return CloseReason.MAX_LIFETIME;
        }
        if (fromClient == 0 && !clientEnded && now - acceptedAt >= timeouts.firstByte()) {
            return CloseReason.FIRST_BYTE_TIMEOUT;
        }
        if (halfOpen && now - activeAt >= timeouts.halfOpen()) {
            return CloseReason.HALF_OPEN_TIMEOUT;
        }
        return now - activeAt >= timeouts.idle() ? CloseReason.IDLE : null;
    }
}
