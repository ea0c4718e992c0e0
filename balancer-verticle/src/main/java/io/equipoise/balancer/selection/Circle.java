package io.equipoise.balancer.selection;

import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.Selector;
import org.jspecify.annotations.Nullable;

/** The last resort of every policy: when most of the set is not admitted, walk it once around. */
final class Circle {
    private Circle() {}

    /**
     * The first admitted node at or after that position.
     *
     * @param start 0 to {@code nodes.length - 1}
     */
    static @Nullable BackendNode firstAdmitted(BackendNode[] nodes, int start, Selector.Request request) {
        for (int i = start; i < nodes.length; i++) {
            if (request.admits(nodes[i])) {
                return nodes[i];
            }
        }
        for (int i = 0; i < start; i++) {
            if (request.admits(nodes[i])) {
                return nodes[i];
            }
        }
        return null;
    }
}
