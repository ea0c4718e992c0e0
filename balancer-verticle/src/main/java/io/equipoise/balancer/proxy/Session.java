package io.equipoise.balancer.proxy;

import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.Lease;
import io.equipoise.balancer.proxy.SessionState.Closed;
import io.equipoise.balancer.proxy.SessionState.Relaying;
import io.equipoise.balancer.proxy.SessionState.Waiting;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One accepted connection with its backend connection: a state machine, see {@link SessionState}. Events are {@code
 * on…}, transitions {@code to…}; those that lead to a backend its {@link Search} makes. Whatever happens, it closes both
 * channels, gives back its lease and reports once. Owned by its loop.
 */
final class Session {
    private static final Logger log = LoggerFactory.getLogger(Session.class);

    /** Links of {@link Sessions}, which owns them. */
    @Nullable
    Session older;

    @Nullable
    Session newer;

    /** Its id, which {@link Sessions} gives when it adds it. */
    long id;

    private final ProxyLoop loop;
    private final Route route;
    private final Relay client;
    private final Tally tally;
    private final Patience patience;
    private final Search search;
    private SessionState state = new SessionState.Selecting();
    private @Nullable Side endedFirst;

    Session(ProxyLoop loop, Route route, Channel channel, Tally tally) {
        this.loop = loop;
        this.route = route;
        this.client = new Relay(this, Side.CLIENT, channel, Replay.of(route.replayBytes()));
        this.tally = tally;
        this.patience = new Patience(route.timeouts(), tally.acceptedAt());
        this.search = new Search(this, loop, route, tally);
    }

    Relay client() {
        return client;
    }

    Route route() {
        return route;
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
        search.begin();
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
        if (!(state instanceof Relaying relaying) || !client.replay().isWhole() || !search.hasAttemptLeft()) {
            return false;
        }
        client.part();
        relaying.backend().leave(loop.watch(), false);
        tally.onStartOver(loop.now());
        search.onFailed(relaying.lease(), failure, Lease.Outcome.FAILED);
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
        log.atError().addKeyValue("client", tally.client()).setCause(cause).log("a session failed");
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
            long fromClient = client.bytes();
            long fromBackend = relaying.backend().bytes();
            tally.tellBytes(loop.listener(), route, relaying.lease().node(), fromClient, fromBackend);
            CloseReason overdue = patience.overdue(now, fromClient, fromBackend);
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

    /** The session as it is now. */
    SessionView view(long now) {
        Relay backend = state.backend();
        boolean waits = state instanceof Waiting;
        SessionView.State shown = waits
                ? SessionView.State.WAITING
                : state instanceof Relaying ? SessionView.State.RELAYING : SessionView.State.CONNECTING;
        return tally.view(id, route, shown, now, client.bytes(), backend == null ? 0 : backend.bytes());
    }

    /** Does that; what it throws is a defect that ends this session and no other. */
    void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            onDefect(e);
        }
    }

    SessionState state() {
        return state;
    }

    void to(SessionState newState) {
        state = newState;
    }

    void toRelaying(Lease lease, Relay backend) {
        tally.onConnected(loop.now());
        patience.onConnected(loop.now());
        state = new Relaying(lease, backend);
        client.join(backend);
    }

    void toClosed(CloseReason reason) {
        SessionState was = state;
        if (was instanceof Closed) {
            return;
        }
        state = new Closed(reason);
        loop.sessions().remove(this);
        Relay backend = was.backend();
        long fromBackend = backend == null ? 0 : backend.bytes();
        if (was instanceof Waiting waiting) {
            waiting.queue().leave(waiting.waiter());
            tally.onLeftQueue(loop.now());
        }
        boolean inOrder = reason == CloseReason.CLIENT_CLOSED || reason == CloseReason.BACKEND_CLOSED;
        if (backend != null) {
            backend.leave(loop.watch(), inOrder);
        }
        client.leave(loop.watch(), inOrder);
        if (was.lease() != null) {
            loop.release(was.lease(), Verdict.on(reason, client.bytes(), fromBackend), reason);
        }
        SessionReport report = tally.report(id, route, loop.now(), client.bytes(), fromBackend, reason);
        search.onClosed(report);
        loop.listener().onClosed(report);
    }
}
