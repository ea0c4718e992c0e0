package io.equipoise.balancer.proxy;

import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendNode;
import org.jspecify.annotations.Nullable;

/** Passes on to another listener, behind a guard. Owned by one loop. */
final class GuardedListener implements SessionListener {
    private final SessionListener listener;
    private final Guard guard;

    GuardedListener(SessionListener listener, Guard guard) {
        this.listener = listener;
        this.guard = guard;
    }

    @Override
    public void onAccepted(String name, String service) {
        guard.run(() -> listener.onAccepted(name, service));
    }

    @Override
    public void onConnectFailed(BackendNode node, CloseReason reason) {
        guard.run(() -> listener.onConnectFailed(node, reason));
    }

    @Override
    public void onBackendFailed(BackendNode node, CloseReason reason) {
        guard.run(() -> listener.onBackendFailed(node, reason));
    }

    @Override
    public void onBytes(String name, String service, @Nullable Backend backend, long fromClient, long fromBackend) {
        guard.run(() -> listener.onBytes(name, service, backend, fromClient, fromBackend));
    }

    @Override
    public void onClosed(SessionReport report) {
        guard.run(() -> listener.onClosed(report));
    }

    @Override
    public void onLoopLate(long nanos) {
        guard.run(() -> listener.onLoopLate(nanos));
    }
}
