package io.equipoise.balancer.selection;

import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.Selector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same client address always leads to the same node, on every balancer that sees the same set, and a change of the
 * set moves few clients beside those that must move.
 *
 * <p>A client whose node is not admitted goes to the node of the next slot that is: the same one each time, and with
 * the clients of one node spread over all others.
 */
final class SourceHash implements Selector {
    private static final int SLOTS_TO_PASS = 32;

    private final BackendNode[] nodes;
    private final int[] slots;

    SourceHash(List<BackendNode> nodes) {
        this.nodes = nodes.toArray(BackendNode[]::new);
        this.slots = Maglev.slots(this.nodes);
    }

    @Override
    public @Nullable BackendNode select(Request request) {
        long hash = Hash.mix(request.affinity());
        int slot = Hash.scale(hash, slots.length);
        for (int passed = 0; passed < SLOTS_TO_PASS; passed++) {
            BackendNode node = nodes[slots[slot]];
            if (request.admits(node)) {
                return node;
            }
            slot = slot + 1 == slots.length ? 0 : slot + 1;
        }
        return Circle.firstAdmitted(nodes, Hash.scale(Hash.mix(hash), nodes.length), request);
    }
}
