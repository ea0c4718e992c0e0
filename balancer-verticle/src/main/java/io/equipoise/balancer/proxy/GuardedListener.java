package io.equipoise.balancer.proxy;

import io.equipoise.balancer.pool.BackendNode;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes on to another listener; what that throws is logged, once a minute with the number of those that were not, and
 * goes no further. Owned by one loop.
 */
final class GuardedListener implements SessionListener {
    private static final Logger log = LoggerFactory.getLogger(GuardedListener.class);
    private static final long PERIOD = TimeUnit.MINUTES.toNanos(1);

    private final SessionListener listener;
    private final LongSupplier nanoTime;
    private boolean logged;
    private long loggedAt;
    private long unlogged;

    GuardedListener(SessionListener listener, LongSupplier nanoTime) {
        this.listener = listener;
        this.nanoTime = nanoTime;
    }

    @Override
    public void onAccepted(String name, String service) {
        guard(() -> listener.onAccepted(name, service));
    }

    @Override
    public void onConnectFailed(BackendNode node, CloseReason reason) {
        guard(() -> listener.onConnectFailed(node, reason));
    }

    @Override
    public void onBackendFailed(BackendNode node) {
        guard(() -> listener.onBackendFailed(node));
    }

    @Override
    public void onClosed(SessionReport report) {
        guard(() -> listener.onClosed(report));
    }

    @Override
    public void onLoopLate(long nanos) {
        guard(() -> listener.onLoopLate(nanos));
    }

    private void guard(Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            onThrown(e);
        }
    }

    private void onThrown(Throwable thrown) {
        long now = nanoTime.getAsLong();
        if (logged && now - loggedAt < PERIOD) {
            unlogged++;
            return;
        }
        log.atError().setCause(thrown).addKeyValue("unlogged", unlogged).log("a session listener failed");
        logged = true;
        loggedAt = now;
        unlogged = 0;
    }
}
