package io.equipoise.balancer.proxy;

import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.Lease;
import io.equipoise.balancer.pool.ServiceView;
import io.equipoise.balancer.pool.WaitQueue;
import io.equipoise.balancer.proxy.SessionState.Connecting;
import io.equipoise.balancer.proxy.SessionState.Selecting;
import io.equipoise.balancer.proxy.SessionState.Waiting;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * How a session gets its backend: chooses one, waits for room, connects, and does so again with another when that fails.
 * It makes the transitions of its {@link Session} up to the backend that is connected. Owned by the session's loop; only
 * what {@link WaitQueue.Waiter} asks for is called by others.
 */
final class Search implements WaitQueue.Waiter {
    private final Session session;
    private final ProxyLoop loop;
    private final Route route;
    private final Tally tally;
    private final Attempts attempts = new Attempts();
    private @Nullable Recording recording;

    Search(Session session, ProxyLoop loop, Route route, Tally tally) {
        this.session = session;
        this.loop = loop;
        this.route = route;
        this.tally = tally;
    }

    /** The session begins, and is {@link Selecting}. */
    void begin() {
        recording = Recording.of(loop, route, tally, session.id, attempts);
        goOn();
    }

    /** Chooses a backend and goes on with it. */
    private void goOn() {
        session.guarded(this::choose);
    }

    @Override
    public boolean admits(BackendNode node) {
        return attempts.admits(node);
    }

    @Override
    public void take(Lease lease) {
        if (!loop.execute(() -> onLease(lease))) {
            lease.release(Lease.Outcome.NEUTRAL);
        }
    }

    SocketAddress clientAddress() {
        return tally.client();
    }

    /** Whether another backend may be tried. */
    boolean hasAttemptLeft() {
        return tally.attempts() < route.attempts();
    }

    /** The backend of that lease failed the session, which goes on with another if it may and has the time. */
    void onFailed(Lease lease, CloseReason failure, Lease.Outcome outcome) {
        session.to(new Selecting());
        attempts.onFailed(lease.node(), failure);
        loop.listener().onConnectFailed(lease.node(), failure);
        loop.release(lease, outcome, failure);
        if (hasAttemptLeft() && timeToConnect() > 0) {
            goOn();
        } else {
            session.toClosed(failure);
        }
    }

    /** The session has ended. */
    void onClosed(SessionReport report) {
        if (recording != null) {
            recording.onClosed(report);
        }
    }

    private void choose() {
        ServiceView view = loop.pool().snapshot().service(route.service());
        if (view == null || view.eligible().isEmpty()) {
            if (recording != null && view != null) {
                recording.onNobody(view);
            }
            session.toClosed(attempts.failure());
            return;
        }
        attempts.startOverIfAllOf(view.eligible());
        Lease lease = loop.choice().lease(view, this, recording);
        if (lease != null) {
            toConnecting(lease);
        } else {
            toWaiting(view.queue());
        }
    }

    private void toWaiting(WaitQueue queue) {
        tally.onQueued(loop.now());
        session.to(new Waiting(queue, this));
        if (!queue.enter(this)) {
            session.toClosed(CloseReason.QUEUE_FULL);
        }
    }

    private void onLease(Lease lease) {
        if (session.state() instanceof Waiting) {
            tally.onLeftQueue(loop.now());
            if (recording != null) {
                recording.onServed(lease.node());
            }
            toConnecting(lease);
        } else {
            lease.release(Lease.Outcome.NEUTRAL);
        }
    }

    private void toConnecting(Lease lease) {
        BackendNode node = lease.node();
        InetSocketAddress address = node.backend().address();
        tally.onAttempt(node);
        long timeout = Math.min(route.timeouts().attempt(), Math.max(1, timeToConnect()));
        Relay backend;
        try {
            backend = loop.connector().open(session, route, address, timeout);
        } catch (RuntimeException e) {
            onConnectFailed(lease, e);
            return;
        }
        session.to(new Connecting(lease, backend));
        loop.connector()
                .connect(backend.channel(), address)
                .addListener(connect -> session.guarded(() -> onConnectDone(backend, connect)));
    }

    private void onConnectDone(Relay backend, Future<?> connect) {
        if (!(session.state() instanceof Connecting connecting)) {
            backend.reset();
        } else if (connect.isSuccess() && !backend.isLoop()) {
            session.toRelaying(connecting.lease(), backend);
        } else {
            backend.reset();
            onConnectFailed(connecting.lease(), connect.cause());
        }
    }

    private void onConnectFailed(Lease lease, @Nullable Throwable cause) {
        onFailed(
                lease,
                BackendConnector.reason(cause),
                BackendConnector.isLocal(cause) ? Lease.Outcome.NEUTRAL : Lease.Outcome.FAILED);
    }

    private long timeToConnect() {
        return route.timeouts().connect() - tally.connectingFor(loop.now());
    }
}
