package io.equipoise.balancer.proxy;

import io.equipoise.balancer.pool.BackendNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what a listener throws away from the session that it listens to. */
final class SafeListener implements SessionListener {
    private static final Logger log = LoggerFactory.getLogger(SafeListener.class);

    private final SessionListener listener;

    SafeListener(SessionListener listener) {
        this.listener = listener;
    }

    @Override
    public void onAccepted(String name, String service) {
        guarded(() -> listener.onAccepted(name, service));
    }

    @Override
    public void onConnectFailed(BackendNode node, CloseReason reason) {
        guarded(() -> listener.onConnectFailed(node, reason));
    }

    @Override
    public void onBackendFailed(BackendNode node) {
        guarded(() -> listener.onBackendFailed(node));
    }

    @Override
    public void onClosed(SessionReport report) {
        guarded(() -> listener.onClosed(report));
    }

    private static void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("a session listener failed");
        }
    }
}
