package io.equipoise.balancer.proxy;

import io.equipoise.balancer.config.RelayConfig;
import io.equipoise.balancer.config.ServiceConfig;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.Lease;
import io.equipoise.balancer.pool.ServiceView;
import io.netty.channel.EventLoop;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One accepted connection: finds its backend, relays, and ends with one reason (see {@link SessionState}). Confined to
 * the event loop that both of its sockets live on.
 */
final class Session {
    private static final Logger log = LoggerFactory.getLogger(Session.class);
    private static final long SOON_NANOS = Duration.ofSeconds(1).toNanos();

    @Nullable
    Session previous;

    @Nullable
    Session next;

    private final Loop loop;
    private final BoundListener listener;
    private final RelayConfig limits;
    private final SocketAddress clientAddress;
    private final EventLoop executor;
    private final SessionTimes times;
    private final Route route;
    private final Side client = new Side(this);
    private Side backend = new Side(this);
    private SessionState state = SessionState.Selecting.INSTANCE;
    private CloseReason cleanEnd = CloseReason.CLIENT_CLOSED;
    private boolean active;

    Session(
            Loop loop,
            BoundListener listener,
            ServiceConfig service,
            SocketAddress clientAddress,
            EventLoop executor,
            SessionTimes times,
            Choice choice) {
        this.loop = loop;
        this.listener = listener;
        this.limits = service.relay();
        this.clientAddress = clientAddress;
        this.executor = executor;
        this.times = times;
        this.route = new Route(this, loop, listener.service(), service, choice);
    }

    /** The handler for the client's channel. */
    Side client() {
        return client;
    }

    EventLoop executor() {
        return executor;
    }

    /** Enters the loop's sessions and sets out for a backend. */
    void start() {
        loop.sessions().add(this);
        loop.reports().onAccepted(listener.name(), listener.service());
        route.start();
    }

    /** Whether its bytes go to that backend, or are about to. */
    boolean isOn(BackendNode node) {
        Lease lease = lease();
        return lease != null && lease.node() == node;
    }

    /** Ends it now; both peers see a reset. */
    void reset(CloseReason reason) {
        end(reason, true);
    }

    /** Ends it when one of its time limits has passed. */
    void checkLimits(long now) {
        if (active) {
            active = false;
            times.onActive(now);
        }
        if (isOver(limits.maxLifetime(), times.age(now))) {
            reset(CloseReason.MAX_LIFETIME);
        } else if (state instanceof SessionState.Relaying) {
            checkRelaying(now);
        }
    }

    // --- on the way to a backend

    Side newBackendSide() {
        backend = new Side(this);
        return backend;
    }

    void toWaiting(long now) {
        state = new SessionState.Waiting(now);
    }

    void onLeftQueue(long waitedNanos) {
        times.onLeftQueue(waitedNanos);
    }

    void toConnecting(Lease lease) {
        state = new SessionState.Connecting(lease);
    }

    void onConnected(Lease lease) {
        state = new SessionState.Relaying(lease);
        times.onConnected();
        Side.join(client, backend);
    }

    void onUnroutable(CloseReason reason) {
        end(reason, true);
    }

    /** Gives a lease back and whoever waits for it the chance to take it. */
    void release(Lease lease, Lease.Outcome outcome) {
        lease.release(outcome);
        if (outcome == Lease.Outcome.FAILED) {
            loop.reports().onBackendFailed(lease.node());
        }
        ServiceView view = loop.pool().snapshot().service(listener.service());
        if (view != null) {
            view.queue().offer(lease.node());
        }
    }

    // --- from the sides

    void onActivity() {
        active = true;
    }

    void onFirstByte(Side from) {
        times.onFirstByte(from == client);
    }

    void onInputEnded(Side from) {
        active = true;
        if (!other(from).inputEnded()) {
            cleanEnd = from == client ? CloseReason.CLIENT_CLOSED : CloseReason.BACKEND_CLOSED;
        }
    }

    void onOutputEnded() {
        if (client.outputEnded() && backend.outputEnded()) {
            end(cleanEnd, false);
        }
    }

    void onReset(Side from) {
        if (from == client) {
            end(CloseReason.CLIENT_RESET, true);
        } else if (state instanceof SessionState.Relaying) {
            end(CloseReason.BACKEND_RESET, true);
        }
    }

    /** A channel that closed without being told to was reset in a way that left no other sign. */
    void onInactive(Side from) {
        onReset(from);
    }

    void onDefect(Throwable cause) {
        log.atError().setCause(cause).addKeyValue("listener", listener.name()).log("session failed");
        end(CloseReason.INTERNAL_ERROR, true);
    }

    // --- the end

    private void checkRelaying(long now) {
        boolean halfOpen = client.inputEnded() || backend.inputEnded();
        if (halfOpen && (client.isDead() || backend.isDead())) {
            onReset(client.isDead() ? client : backend);
        } else if (halfOpen && isOver(limits.halfOpenTimeout(), times.idle(now))) {
            reset(CloseReason.HALF_OPEN_TIMEOUT);
        } else if (isOver(limits.idleTimeout(), times.idle(now))) {
            reset(CloseReason.IDLE);
        } else if (client.bytesRead() == 0
                && !client.inputEnded()
                && isOver(limits.clientFirstByteTimeout(), times.sinceConnected(now))) {
            reset(CloseReason.FIRST_BYTE_TIMEOUT);
        }
    }

    private void end(CloseReason reason, boolean reset) {
        if (state instanceof SessionState.Closed) {
            return;
        }
        SessionState before = state;
        long now = times.now();
        state = new SessionState.Closed(reason);
        route.abandon();
        client.close(reset);
        backend.close(reset);
        if (before instanceof SessionState.Relaying relaying) {
            release(relaying.lease(), outcome(reason, now));
        }
        loop.sessions().remove(this);
        loop.reports().onClosed(report(reason, now));
    }

    /** A backend failed if it broke off before it had answered; whoever answered at all has served. */
    private Lease.Outcome outcome(CloseReason reason, long now) {
        if (backend.bytesRead() > 0) {
            return Lease.Outcome.SERVED;
        }
        boolean failed = switch (reason) {
            case BACKEND_RESET, BACKEND_DOWN -> true;
            case BACKEND_CLOSED -> client.bytesRead() > 0 || times.sinceConnected(now) < SOON_NANOS;
            default -> false;
        };
        return failed ? Lease.Outcome.FAILED : Lease.Outcome.NEUTRAL;
    }

    private SessionReport report(CloseReason reason, long now) {
        BackendNode tried = route.lastTried();
        return new SessionReport(
                times.startedAtMillis(),
                listener.name(),
                clientAddress,
                listener.service(),
                tried == null ? null : tried.backend(),
                route.attempts(),
                times.queued(),
                times.connectedAfter(),
                times.firstByteAfter(),
                times.age(now),
                client.bytesRead(),
                backend.bytesRead(),
                reason);
    }

    private @Nullable Lease lease() {
        if (state instanceof SessionState.Relaying relaying) {
            return relaying.lease();
        }
        return state instanceof SessionState.Connecting connecting ? connecting.lease() : null;
    }

    private Side other(Side side) {
        return side == client ? backend : client;
    }

    private static boolean isOver(Duration limit, long elapsedNanos) {
        return !limit.isZero() && elapsedNanos >= limit.toNanos();
    }
}
