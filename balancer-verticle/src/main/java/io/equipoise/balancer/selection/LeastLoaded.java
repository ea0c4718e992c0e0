package io.equipoise.balancer.selection;

import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.Rotation;
import io.equipoise.balancer.pool.Selector;
import io.equipoise.balancer.pool.load.LoadMetric;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The least loaded of all by any metric, also one that changes with time; equals take turns. Scans the whole set up to
 * {@value #WINDOW} nodes; of a larger set it scans a window that moves by one each time.
 */
final class LeastLoaded implements Selector {
    /** Nodes that one choice looks at, at most: about 2 us. */
    static final int WINDOW = 1_024;

    private final BackendNode[] nodes;
    private final Rotation rotation;
    private final LoadMetric metric;

    LeastLoaded(List<BackendNode> nodes, Rotation rotation, LoadMetric metric) {
        this.nodes = nodes.toArray(BackendNode[]::new);
        this.rotation = rotation;
        this.metric = metric;
    }

    @Override
    public @Nullable BackendNode select(Request request) {
        return nodes.length <= WINDOW ? leastOfAll(request) : leastOfWindow(request, rotation.next(nodes.length));
    }

    /**
     * Counts the equals, then takes the one whose turn it is: to start at the cursor and take the first of equals would
     * give a node the turns of all busy nodes that stand before it.
     */
    private @Nullable BackendNode leastOfAll(Request request) {
        BackendNode least = null;
        double load = 0;
        int equals = 0;
        for (BackendNode node : nodes) {
            double other = metric.of(node);
            if ((least != null && other > load) || !request.admits(node)) {
                continue;
            }
            if (least == null || other < load) {
                least = node;
                load = other;
                equals = 0;
            }
            equals++;
        }
        return equals <= 1 ? least : equal(request, load, rotation.next(equals), least);
    }

    /** The equal of that rank; counts move while we look, then the last equal found will do. */
    private @Nullable BackendNode equal(Request request, double load, int rank, @Nullable BackendNode first) {
        BackendNode found = first;
        int before = rank;
        for (BackendNode node : nodes) {
            if (metric.of(node) <= load && request.admits(node)) {
                found = node;
                if (before-- == 0) {
                    break;
                }
            }
        }
        return found;
    }

    @Override
    public Explanation explain(BackendNode chosen, List<Asked> asked) {
        boolean all = nodes.length <= WINDOW;
        int equals = all ? Reasons.equals(chosen, asked) : 0;
        String looked = all ? String.valueOf(nodes.length) : WINDOW + " of " + nodes.length;
        return new Explanation(Reasons.fewest(chosen, asked, looked, equals), all);
    }

    private @Nullable BackendNode leastOfWindow(Request request, int start) {
        BackendNode least = null;
        double load = 0;
        int at = start;
        for (int seen = 0; seen < nodes.length && (seen < WINDOW || least == null); seen++) {
            BackendNode node = nodes[at];
            double other = metric.of(node);
            if ((least == null || other < load) && request.admits(node)) {
                least = node;
                load = other;
            }
            at = at + 1 == nodes.length ? 0 : at + 1;
        }
        return least;
    }
}
