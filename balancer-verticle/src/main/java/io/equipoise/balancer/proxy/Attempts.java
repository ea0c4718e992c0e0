package io.equipoise.balancer.proxy;

import io.equipoise.balancer.pool.BackendNode;
import java.util.Arrays;
import java.util.List;

/**
 * The backends that a session could not connect to, and how the last of them failed. Owned by the session's loop; others
 * ask {@link #admits} while the session waits: it does not change then, and the queue publishes it.
 */
final class Attempts {
    private static final BackendNode[] NONE = {};

    private BackendNode[] failed = NONE;
    private CloseReason failure = CloseReason.NO_BACKEND;

    /** Whether that backend was not tried yet. */
    boolean admits(BackendNode node) {
        for (BackendNode other : failed) {
            if (other == node) {
                return false;
            }
        }
        return true;
    }

    /** How the session ends when there is nobody left to try. */
    CloseReason failure() {
        return failure;
    }

    void onFailed(BackendNode node, CloseReason reason) {
        failed = Arrays.copyOf(failed, failed.length + 1);
        failed[failed.length - 1] = node;
        failure = reason;
    }

    /** Admits all of them again when there is no other: one that failed may serve at the next attempt. */
    void startOverIfAllOf(List<BackendNode> nodes) {
        if (failed.length > 0 && nodes.stream().noneMatch(this::admits)) {
            failed = NONE;
        }
    }
}
