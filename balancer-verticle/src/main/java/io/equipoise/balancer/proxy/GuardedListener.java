package io.equipoise.balancer.proxy;

import io.equipoise.balancer.pool.BackendNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes on to another listener; what that throws is logged and goes no further. */
final class GuardedListener implements SessionListener {
    private static final Logger log = LoggerFactory.getLogger(GuardedListener.class);

    private final SessionListener listener;

    GuardedListener(SessionListener listener) {
        this.listener = listener;
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

    private static void guard(Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            log.atError().setCause(e).log("a session listener failed");
        }
    }
}
