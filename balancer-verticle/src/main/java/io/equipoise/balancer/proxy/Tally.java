package io.equipoise.balancer.proxy;

import io.equipoise.balancer.pool.BackendNode;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** What a session remembers for its report. Times are of the loop's monotonic clock, in nanoseconds. */
final class Tally {
    private static final long NOT_YET = -1;

    private final long startedAtMillis;
    private final long acceptedAt;
    private final SocketAddress client;
    private @Nullable BackendNode backend;
    private int attempts;
    private long queuedAt;
    private long queueNanos;
    private long connectNanos = NOT_YET;
    private long connectedAt;
    private long wastedNanos;
    private long clientSpokeAt;
    private boolean clientSpoke;
    private long firstByteNanos = NOT_YET;
    private long toldFromClient;
    private long toldFromBackend;

    Tally(long startedAtMillis, long acceptedAt, SocketAddress client) {
        this.startedAtMillis = startedAtMillis;
        this.acceptedAt = acceptedAt;
        this.client = client;
    }

    SocketAddress client() {
        return client;
    }

    long queueNanos() {
        return queueNanos;
    }

    int attempts() {
        return attempts;
    }

    long acceptedAt() {
        return acceptedAt;
    }

    /** Time in the queue of a session that waits, also when it has waited before. */
    long queuedFor(long now) {
        return queueNanos + now - queuedAt;
    }

    /** Time since the accept that was spent neither in the queue nor with a backend that broke off. */
    long connectingFor(long now) {
        return now - acceptedAt - queueNanos - wastedNanos;
    }

    void onQueued(long now) {
        queuedAt = now;
    }

    void onLeftQueue(long now) {
        queueNanos += now - queuedAt;
    }

    void onAttempt(BackendNode node) {
        backend = node;
        attempts++;
    }

    void onConnected(long now) {
        connectNanos = connectingFor(now);
        connectedAt = now;
    }

    /** The backend that was connected broke off, and another is to be found. */
    void onStartOver(long now) {
        wastedNanos += now - connectedAt;
    }

    void onFirstByte(Side side, long now) {
        if (side == Side.CLIENT) {
            clientSpoke = true;
            clientSpokeAt = now;
        } else if (clientSpoke) {
            firstByteNanos = now - clientSpokeAt;
        }
    }

    /** Tells what it has carried since it was told last. */
    void tellBytes(SessionListener listener, Route route, BackendNode carrier, long fromClient, long fromBackend) {
        if (fromClient > toldFromClient || fromBackend > toldFromBackend) {
            listener.onBytes(
                    route.listener(),
                    route.service(),
                    carrier.backend(),
                    fromClient - toldFromClient,
                    fromBackend - toldFromBackend);
            toldFromClient = fromClient;
            toldFromBackend = fromBackend;
        }
    }

    /** A session that runs. */
    SessionView view(long id, Route route, SessionView.State state, long now, long fromClient, long fromBackend) {
        return new SessionView(
                id,
                startedAtMillis,
                route.listener(),
                client,
                route.service(),
                backend == null ? null : backend.backend(),
                state,
                attempts,
                state == SessionView.State.WAITING ? queuedFor(now) : queueNanos,
                connectNanos,
                firstByteNanos,
                now - acceptedAt,
                fromClient,
                fromBackend,
                null);
    }

    SessionReport report(long id, Route route, long now, long fromClient, long fromBackend, CloseReason reason) {
        return new SessionReport(
                id,
                startedAtMillis,
                route.listener(),
                client,
                route.service(),
                backend == null ? null : backend.backend(),
                attempts,
                queueNanos,
                connectNanos,
                firstByteNanos,
                now - acceptedAt,
                fromClient,
                fromBackend,
                fromClient - toldFromClient,
                fromBackend - toldFromBackend,
                reason);
    }
}
