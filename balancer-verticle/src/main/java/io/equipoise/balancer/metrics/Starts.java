package io.equipoise.balancer.metrics;

import io.equipoise.balancer.pool.BackendNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The starts of one backend that still matter: the one in the pool, and those before it whose sessions are not over.
 *
 * @param nodes a node for each, oldest first
 * @param past sessions that were sent to earlier ones
 */
record Starts(List<BackendNode> nodes, long past) {
    static final Starts NONE = new Starts(List.of(), 0);

    Starts {
        nodes = List.copyOf(nodes);
    }

    /** With one more; those that are over only count. */
    Starts with(BackendNode node) {
        List<BackendNode> still = new ArrayList<>();
        long over = past;
        for (BackendNode each : nodes) {
            if (isOver(each)) {
                over += each.opened();
            } else {
                still.add(each);
            }
        }
        still.add(node);
        return new Starts(still, over);
    }

    /** Sessions on it now. */
    int open() {
        return nodes.stream().mapToInt(BackendNode::open).sum();
    }

    /** Sessions that were ever sent to it. */
    long opened() {
        return past + nodes.stream().mapToLong(BackendNode::opened).sum();
    }

    /** Whether it is in the pool and healthy. */
    boolean up() {
        return nodes.stream().anyMatch(node -> node.member() && node.healthy());
    }

    /** Whether it left the pool and its last session has ended. */
    boolean over() {
        return nodes.stream().allMatch(Starts::isOver);
    }

    private static boolean isOver(BackendNode node) {
        return !node.member() && node.open() == 0;
    }
}
