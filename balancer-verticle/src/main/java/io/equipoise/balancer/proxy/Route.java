package io.equipoise.balancer.proxy;

import io.equipoise.balancer.config.ConnectConfig;
import io.equipoise.balancer.config.RelayConfig;
import io.equipoise.balancer.config.ServiceConfig;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.Lease;
import io.equipoise.balancer.pool.ServiceView;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.WriteBufferWaterMark;
import org.jspecify.annotations.Nullable;

/**
 * A session's way from the accept to a connected backend: selects, waits while all are full, connects, and goes on to
 * another backend when that fails. The client's bytes stay unread meanwhile, so that no attempt can lose one. Ends with
 * exactly one of {@link Session#onConnected} and {@link Session#onUnroutable}, unless it is given up before.
 */
final class Route {
    private final Session session;
    private final Loop loop;
    private final String serviceName;
    private final ServiceConfig service;
    private final Choice choice;
    private final WriteBufferWaterMark waterMark;
    private final long deadlineNanos;
    private int attempts;
    private @Nullable BackendNode lastTried;
    private CloseReason lastFailure = CloseReason.NO_BACKEND;
    private @Nullable QueuePlace place;
    private @Nullable Lease connecting;
    private @Nullable ChannelFuture connection;
    private boolean over;

    Route(Session session, Loop loop, String serviceName, ServiceConfig service, Choice choice) {
        this.session = session;
        this.loop = loop;
        this.serviceName = serviceName;
        this.service = service;
        this.choice = choice;
        this.waterMark = waterMark(service.relay());
        this.deadlineNanos =
                loop.nanoTime().getAsLong() + service.connect().deadline().toNanos();
    }

    /** A channel takes bytes until it holds so many, and again when it has got rid of three quarters of them. */
    static WriteBufferWaterMark waterMark(RelayConfig relay) {
        return new WriteBufferWaterMark(relay.bufferBytes() / 4, relay.bufferBytes());
    }

    /** Backends that were tried. */
    int attempts() {
        return attempts;
    }

    /** The last backend that was tried, or null. */
    @Nullable
    BackendNode lastTried() {
        return lastTried;
    }

    /** Goes to the first backend, or into the queue behind those who wait already. */
    void start() {
        ServiceView view = view();
        if (view != null && view.queue().size() > 0) {
            queue(view);
        } else {
            next();
        }
    }

    /** Gives up: what is under way is undone. */
    void abandon() {
        over = true;
        if (place != null) {
            place.abandon();
        }
        Lease lease = connecting;
        ChannelFuture pending = connection;
        connecting = null;
        if (pending != null) {
            pending.channel().close();
        }
        if (lease != null) {
            session.release(lease, Lease.Outcome.NEUTRAL);
        }
    }

    private void next() {
        ConnectConfig limits = service.connect();
        if (attempts >= limits.attempts() || loop.nanoTime().getAsLong() - deadlineNanos >= 0) {
            fail(lastFailure);
            return;
        }
        ServiceView view = view();
        if (view == null || view.eligible().isEmpty()) {
            fail(attempts == 0 ? CloseReason.NO_BACKEND : lastFailure);
            return;
        }
        Lease lease = lease(view);
        if (lease == null) {
            queue(view);
        } else {
            connect(lease);
        }
    }

    /** A lease on a backend that was not tried, on any if all were; null when all are full. */
    private @Nullable Lease lease(ServiceView view) {
        BackendNode node = view.selector().select(choice);
        if (node == null && choice.excludesAny()) {
            choice.excludeNone();
            node = view.selector().select(choice);
        }
        while (node != null) {
            Lease lease = node.tryLease();
            if (lease != null) {
                return lease;
            }
            node = view.selector().select(choice);
        }
        return null;
    }

    private void queue(ServiceView view) {
        long now = loop.nanoTime().getAsLong();
        QueuePlace taken = new QueuePlace(session.executor(), view.queue(), now, this::onLease, this::onWaitedTooLong);
        place = taken;
        session.toWaiting(now);
        if (!taken.enter(view.eligible(), service.queue().timeout())) {
            place = null;
            fail(CloseReason.QUEUE_FULL);
        }
    }

    private void onLease(Lease lease) {
        leaveQueue();
        if (over) {
            session.release(lease, Lease.Outcome.NEUTRAL);
        } else {
            connect(lease);
        }
    }

    private void onWaitedTooLong() {
        leaveQueue();
        if (!over) {
            fail(CloseReason.QUEUE_TIMEOUT);
        }
    }

    private void leaveQueue() {
        QueuePlace left = place;
        place = null;
        if (left != null) {
            session.onLeftQueue(loop.nanoTime().getAsLong() - left.enteredNanos());
        }
    }

    private void connect(Lease lease) {
        attempts++;
        lastTried = lease.node();
        connecting = lease;
        session.toConnecting(lease);
        long left = (deadlineNanos - loop.nanoTime().getAsLong()) / 1_000_000;
        long timeout = Math.max(1, Math.min(left, service.connect().timeout().toMillis()));
        ChannelFuture future = loop.connector()
                .connect(lease.node().backend().address(), timeout, waterMark, session.newBackendSide());
        connection = future;
        future.addListener(done -> onConnect(future, lease));
    }

    private void onConnect(ChannelFuture future, Lease lease) {
        if (over) {
            future.channel().close();
            return;
        }
        connection = null;
        connecting = null;
        if (future.isSuccess()) {
            over = true;
            session.onConnected(lease);
            return;
        }
        lastFailure = future.cause() instanceof ConnectTimeoutException
                ? CloseReason.CONNECT_TIMEOUT
                : CloseReason.CONNECT_REFUSED;
        choice.exclude(lease.node());
        session.release(lease, Lease.Outcome.FAILED);
        loop.reports().onConnectFailed(lease.node(), lastFailure);
        next();
    }

    private void fail(CloseReason reason) {
        over = true;
        session.onUnroutable(reason);
    }

    private @Nullable ServiceView view() {
        return loop.pool().snapshot().service(serviceName);
    }
}
