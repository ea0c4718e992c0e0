package io.equipoise.balancer.selection;

import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.LeastOpen;
import io.equipoise.balancer.pool.Rotation;
import io.equipoise.balancer.pool.Selector;
import io.equipoise.balancer.pool.load.OpenConnections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fewest open connections for its weight, of all; equals take turns. Asks {@link LeastOpen}, which costs as good as the
 * same for ten nodes and for ten thousand. Only when a request refuses what it says, as a session does that could not
 * connect there, are the nodes looked at one by one.
 */
final class LeastConnections implements Selector {
    /** Equals that may be refused before all are looked at. */
    private static final int REFUSALS = 4;

    private final BackendNode[] nodes;
    private final LeastOpen least;
    private final LeastLoaded scan;

    LeastConnections(List<BackendNode> nodes, Rotation rotation) {
        this.nodes = nodes.toArray(BackendNode[]::new);
        this.least = LeastOpen.over(nodes, rotation.next(nodes.size()));
        this.scan = new LeastLoaded(nodes, rotation, new OpenConnections());
    }

    @Override
    public @Nullable BackendNode select(Request request) {
        int before = LeastOpen.NONE;
        for (int refused = 0; refused < REFUSALS; refused++) {
            int at = least.next();
            if (at == before) {
                break;
            }
            if (request.admits(nodes[at])) {
                return nodes[at];
            }
            before = at;
        }
        return scan.select(request);
    }

    @Override
    public Explanation explain(BackendNode chosen, List<Asked> asked) {
        if (asked.size() > REFUSALS) {
            return scan.explain(chosen, asked);
        }
        int equals = equals(chosen, asked);
        return new Explanation(Reasons.fewest(chosen, asked, String.valueOf(nodes.length), equals), true);
    }

    /** Others that could have been chosen with the same load, as far as it can be told afterwards. */
    private int equals(BackendNode chosen, List<Asked> asked) {
        double load = OpenConnections.of(Reasons.open(chosen, asked), chosen.weight());
        int equals = 0;
        for (BackendNode node : nodes) {
            boolean could = node != chosen && node.hasRoom() && !Reasons.refused(node, asked);
            equals += could && OpenConnections.of(node.open(), node.weight()) == load ? 1 : 0;
        }
        return equals;
    }
}
