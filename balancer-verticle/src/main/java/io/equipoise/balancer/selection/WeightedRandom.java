package io.equipoise.balancer.selection;

import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.Selector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Random in proportion to weight. A node that is not admitted is drawn again, which keeps the proportion among the
 * others; when luck runs out the set is walked from a random node.
 */
final class WeightedRandom implements Selector {
    private static final int DRAWS = 16;

    private final BackendNode[] nodes;
    private final AliasTable table;

    WeightedRandom(List<BackendNode> nodes) {
        this.nodes = nodes.toArray(BackendNode[]::new);
        this.table = new AliasTable(Weights.of(this.nodes));
    }

    @Override
    public @Nullable BackendNode select(Request request) {
        for (int draw = 0; draw < DRAWS; draw++) {
            BackendNode node = nodes[table.at(request.random().nextLong())];
            if (request.admits(node)) {
                return node;
            }
        }
        return Circle.firstAdmitted(nodes, request.random().nextInt(nodes.length), request);
    }

    @Override
    public Explanation explain(BackendNode chosen, List<Asked> asked) {
        int refused = Reasons.refused(asked);
        String why = refused == 0
                ? "drawn by weight"
                : refused < DRAWS
                        ? "drawn by weight, after " + refused + " draws of backends that could not be chosen"
                        : "the next that could be chosen, after " + DRAWS + " draws of others that could not";
        return new Explanation(why, false);
    }
}
