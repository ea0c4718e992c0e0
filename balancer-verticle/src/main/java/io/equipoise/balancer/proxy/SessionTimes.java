package io.equipoise.balancer.proxy;

import java.util.function.LongSupplier;

/** When what happened to a session, on the monotonic clock; -1 is a moment that never came. */
final class SessionTimes {
    private static final long NEVER = -1;

    private final LongSupplier nanoTime;
    private final long startedAtMillis;
    private final long accepted;
    private long queued;
    private long connectedAfter = NEVER;
    private long clientFirstByte = NEVER;
    private long firstByteAfter = NEVER;
    private long lastActive;

    SessionTimes(LongSupplier nanoTime, long startedAtMillis) {
        this.nanoTime = nanoTime;
        this.startedAtMillis = startedAtMillis;
        this.accepted = nanoTime.getAsLong();
        this.lastActive = accepted;
    }

    void onLeftQueue(long waitedNanos) {
        queued += waitedNanos;
    }

    void onConnected() {
        lastActive = nanoTime.getAsLong();
        connectedAfter = lastActive - accepted - queued;
    }

    void onFirstByte(boolean fromClient) {
        long now = nanoTime.getAsLong();
        if (fromClient) {
            clientFirstByte = now;
        } else if (clientFirstByte != NEVER) {
            firstByteAfter = now - clientFirstByte;
        }
    }

    void onActive(long now) {
        lastActive = now;
    }

    long startedAtMillis() {
        return startedAtMillis;
    }

    long queued() {
        return queued;
    }

    /** From the accept until the backend was connected, less the time in the queue. */
    long connectedAfter() {
        return connectedAfter;
    }

    /** From the client's first byte until the backend's. */
    long firstByteAfter() {
        return firstByteAfter;
    }

    /** How long the session has been connected. */
    long sinceConnected(long now) {
        return now - accepted - queued - connectedAfter;
    }

    long age(long now) {
        return now - accepted;
    }

    long idle(long now) {
        return now - lastActive;
    }

    long now() {
        return nanoTime.getAsLong();
    }
}
