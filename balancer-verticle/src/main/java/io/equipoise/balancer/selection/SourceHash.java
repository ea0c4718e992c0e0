package io.equipoise.balancer.selection;

import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.Selector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same client address always leads to the same node, on every balancer that sees the same set, and a change of the
 * set moves few clients beside those that must move.
 *
 * <p>A client whose node is not admitted goes to the node of another slot that its hash leads to: the same one each
 * time, and with the clients of one node spread over all others by weight.
 */
final class SourceHash implements Selector {
    private static final int SLOTS_TO_PASS = 32;

    private final BackendNode[] nodes;
    private final BackendNode[] slots;

    SourceHash(List<BackendNode> nodes) {
        this.nodes = nodes.toArray(BackendNode[]::new);
        this.slots = Maglev.slots(this.nodes);
    }

    @Override
    public @Nullable BackendNode select(Request request) {
        long hash = Hash.mix(request.affinity());
        for (int passed = 0; passed < SLOTS_TO_PASS; passed++) {
            BackendNode node = slots[Hash.scale(hash, slots.length)];
            if (request.admits(node)) {
                return node;
            }
            hash = Hash.again(hash);
        }
        return Circle.firstAdmitted(nodes, Hash.scale(hash, nodes.length), request);
    }

    @Override
    public Explanation explain(BackendNode chosen, List<Asked> asked) {
        int refused = Reasons.refused(asked);
        String why = refused == 0
                ? "the slot of the client's address"
                : refused < SLOTS_TO_PASS
                        ? "another slot of the client's address, after " + refused
                                + " of backends that could not be chosen"
                        : "the next that could be chosen, after " + SLOTS_TO_PASS + " slots of others that could not";
        return new Explanation(why, false);
    }
}
