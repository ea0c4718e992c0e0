package io.equipoise.balancer.pool;

import java.util.Arrays;
import java.util.List;

/**
 * A set of nodes and the selector over it. A selector may be dear to build, so it is kept while the set and its weights
 * are the same: a backend that joins and is not yet healthy costs nothing.
 */
final class Choice {
    static final Choice NONE = new Choice(List.of(), new int[0], Selector.NONE);

    private final List<BackendNode> nodes;
    private final int[] weights;
    private final Selector selector;

    private Choice(List<BackendNode> nodes, int[] weights, Selector selector) {
        this.nodes = nodes;
        this.weights = weights;
        this.selector = selector;
    }

    /** What may be chosen, in the order in which it was given. */
    List<BackendNode> nodes() {
        return nodes;
    }

    Selector selector() {
        return selector;
    }

    /** The choice among those nodes: this one, if they are the same as before. */
    Choice among(List<BackendNode> newNodes, Selector.Factory selectors, Rotation rotation) {
        int[] newWeights = newNodes.stream().mapToInt(BackendNode::weight).toArray();
        if (nodes.equals(newNodes) && Arrays.equals(weights, newWeights)) {
            return this;
        }
        List<BackendNode> kept = List.copyOf(newNodes);
        nodes.forEach(node -> node.place(null));
        return new Choice(kept, newWeights, kept.isEmpty() ? Selector.NONE : selectors.over(kept, rotation));
    }
}
