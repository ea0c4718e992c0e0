package io.equipoise.balancer.proxy;

import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.Lease;
import io.equipoise.balancer.pool.ServiceView;
import io.equipoise.balancer.pool.WaitQueue;
import io.equipoise.balancer.proxy.SessionState.Closed;
import io.equipoise.balancer.proxy.SessionState.Connecting;
import io.equipoise.balancer.proxy.SessionState.Relaying;
import io.equipoise.balancer.proxy.SessionState.Waiting;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One accepted connection with its backend connection: a state machine, see {@link SessionState}. Events are {@code
 * on…}, transitions {@code to…}. Whatever happens, it closes both channels, gives back its lease and reports once.
 * Owned by its loop; only what {@link WaitQueue.Waiter} asks for is called by others.
 */
final class Session implements WaitQueue.Waiter {
    private static final Logger log = LoggerFactory.getLogger(Session.class);

    /** Links of {@link Sessions}, which owns them. */
    @Nullable
    Session previous;

    @Nullable
    Session next;

    private final ProxyLoop loop;
    private final Route route;
    private final Relay client;
    private final Tally tally;
    private final Patience patience;
    private final Attempts attempts = new Attempts();
    private SessionState state = new SessionState.Selecting();
    private @Nullable Side endedFirst;

    Session(ProxyLoop loop, Route route, Channel channel, Tally tally) {
        this.loop = loop;
        this.route = route;
        this.client = new Relay(this, Side.CLIENT, channel, Replay.of(route.replayBytes()));
        this.tally = tally;
        this.patience = new Patience(route.timeouts(), tally.acceptedAt());
    }

    Relay client() {
        return client;
    }

    SocketAddress clientAddress() {
        return tally.client();
    }

    /** The backend that the session is on or about to be; null when none. */
    @Nullable
    BackendNode backend() {
        Lease lease = state.lease();
        return lease == null ? null : lease.node();
    }

    /** The client is there; nothing was read from it. */
    void onAccepted() {
        loop.sessions().add(this);
        loop.listener().onAccepted(route.listener(), route.service());
        select();
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

    private void onLease(Lease lease) {
        if (state instanceof Waiting) {
            tally.onLeftQueue(loop.now());
            toConnecting(lease);
        } else {
            lease.release(Lease.Outcome.NEUTRAL);
        }
    }

    private void onConnectDone(Relay backend, Future<?> connect) {
        if (!(state instanceof Connecting connecting)) {
            backend.reset();
        } else if (connect.isSuccess() && !backend.isLoop()) {
            toRelaying(connecting.lease(), backend);
        } else {
            backend.reset();
            onConnectFailed(connecting.lease(), connect.cause());
        }
    }

    private void onConnectFailed(Lease lease, @Nullable Throwable cause) {
        onAttemptFailed(
                lease,
                BackendConnector.reason(cause),
                BackendConnector.isLocal(cause) ? Lease.Outcome.NEUTRAL : Lease.Outcome.FAILED);
    }

    private void onAttemptFailed(Lease lease, CloseReason failure, Lease.Outcome outcome) {
        state = new SessionState.Selecting();
        attempts.onFailed(lease.node(), failure);
        loop.listener().onConnectFailed(lease.node(), failure);
        release(lease, outcome);
        if (tally.attempts() < route.attempts() && timeToConnect() > 0) {
            select();
        } else {
            toClosed(failure);
        }
    }

    void onFirstByte(Side side) {
        tally.onFirstByte(side, loop.now());
        if (side == Side.BACKEND) {
            client.replay().end();
        }
    }

    /** That side has sent its FIN. Returns whether the other is to be told. */
    boolean onInputEnded(Side side) {
        boolean unanswered = side == Side.BACKEND && endedFirst == null && client.bytes() > 0;
        if (unanswered && startsOver(CloseReason.BACKEND_CLOSED)) {
            return false;
        }
        if (endedFirst == null) {
            endedFirst = side;
        }
        patience.onInputEnded(side, loop.now());
        return true;
    }

    /** The backend broke off without a word: another gets what the client has said, if that may be and is all there. */
    private boolean startsOver(CloseReason failure) {
        if (!(state instanceof Relaying relaying)
                || !client.replay().isWhole()
                || tally.attempts() >= route.attempts()) {
            return false;
        }
        client.part();
        relaying.backend().leave(loop.watch(), false);
        tally.onStartOver(loop.now());
        onAttemptFailed(relaying.lease(), failure, Lease.Outcome.FAILED);
        return true;
    }

    void onOutputEnded() {
        if (state instanceof Relaying relaying
                && client.outputEnded()
                && relaying.backend().outputEnded()) {
            toClosed(endedFirst == Side.CLIENT ? CloseReason.CLIENT_CLOSED : CloseReason.BACKEND_CLOSED);
        }
    }

    /** That side reset the connection, or it is gone in another way. */
    void onReset(Side side) {
        if (side == Side.CLIENT) {
            toClosed(CloseReason.CLIENT_RESET);
        } else if (state instanceof Relaying && !startsOver(CloseReason.BACKEND_RESET)) {
            toClosed(CloseReason.BACKEND_RESET); // one that is not connected yet: its connect tells of that
        }
    }

    void onDefect(Throwable cause) {
        log.atError().addKeyValue("client", clientAddress()).setCause(cause).log("a session failed");
        toClosed(CloseReason.INTERNAL_ERROR);
    }

    /** Somebody other than client or backend wants it to end. */
    void onCut(CloseReason reason) {
        toClosed(reason);
    }

    /** Looks at the time, now and then. */
    void onTick(long now) {
        if (state instanceof Waiting) {
            if (tally.queuedFor(now) >= route.timeouts().queue()) {
                toClosed(CloseReason.QUEUE_TIMEOUT);
            }
        } else if (state instanceof Relaying relaying) {
            CloseReason overdue =
                    patience.overdue(now, client.bytes(), relaying.backend().bytes());
            if (overdue != null) {
                toClosed(overdue);
            }
        }
    }

    /** Shows those of its channels in which a reset would not be noticed by reading. */
    void watch(ResetWatch watch) {
        watch.look(client);
        if (state instanceof Relaying relaying) {
            watch.look(relaying.backend());
        }
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            onDefect(e);
        }
    }

    private void select() {
        guarded(this::choose);
    }

    private void choose() {
        ServiceView view = loop.pool().snapshot().service(route.service());
        if (view == null || view.eligible().isEmpty()) {
            toClosed(attempts.failure());
            return;
        }
        attempts.startOverIfAllOf(view.eligible());
        Lease lease = loop.choice().lease(view, this);
        if (lease != null) {
            toConnecting(lease);
        } else {
            toWaiting(view.queue());
        }
    }

    private void toWaiting(WaitQueue queue) {
        tally.onQueued(loop.now());
        state = new Waiting(queue);
        if (!queue.enter(this)) {
            toClosed(CloseReason.QUEUE_FULL);
        }
    }

    private void toConnecting(Lease lease) {
        BackendNode node = lease.node();
        tally.onAttempt(node);
        long timeout = Math.min(route.timeouts().attempt(), Math.max(1, timeToConnect()));
        Relay backend;
        try {
            backend = loop.connector().open(this, route, timeout);
        } catch (RuntimeException e) {
            onConnectFailed(lease, e);
            return;
        }
        state = new Connecting(lease, backend);
        loop.connector()
                .connect(backend.channel(), node.backend().address())
                .addListener(connect -> guarded(() -> onConnectDone(backend, connect)));
    }

    private void toRelaying(Lease lease, Relay backend) {
        tally.onConnected(loop.now());
        patience.onConnected(loop.now());
        state = new Relaying(lease, backend);
        client.join(backend);
    }

    private void toClosed(CloseReason reason) {
        SessionState was = state;
        if (was instanceof Closed) {
            return;
        }
        state = new Closed(reason);
        loop.sessions().remove(this);
        Relay backend = was.backend();
        long fromBackend = backend == null ? 0 : backend.bytes();
        if (was instanceof Waiting waiting) {
            waiting.queue().leave(this);
            tally.onLeftQueue(loop.now());
        }
        boolean inOrder = reason == CloseReason.CLIENT_CLOSED || reason == CloseReason.BACKEND_CLOSED;
        if (backend != null) {
            backend.leave(loop.watch(), inOrder);
        }
        client.leave(loop.watch(), inOrder);
        if (was.lease() != null) {
            release(was.lease(), Verdict.on(reason, client.bytes(), fromBackend));
        }
        loop.listener().onClosed(tally.report(route, loop.now(), client.bytes(), fromBackend, reason));
    }

    private void release(Lease lease, Lease.Outcome outcome) {
        lease.release(outcome);
        if (outcome == Lease.Outcome.FAILED) {
            loop.listener().onBackendFailed(lease.node());
        }
    }

    private long timeToConnect() {
        return route.timeouts().connect() - tally.connectingFor(loop.now());
    }
}
