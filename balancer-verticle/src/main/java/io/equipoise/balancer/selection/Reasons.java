package io.equipoise.balancer.selection;

import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.Selector.Asked;
import io.equipoise.balancer.pool.load.OpenConnections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What policies say of choices in the same way. */
final class Reasons {
    private Reasons() {}

    /** How many times the answer was no. */
    static int refused(List<Asked> asked) {
        int refused = 0;
        for (Asked each : asked) {
            refused += each.admitted() ? 0 : 1;
        }
        return refused;
    }

    /** Whether the answer for that node was no. */
    static boolean refused(BackendNode node, List<Asked> asked) {
        for (Asked each : asked) {
            if (each.node() == node && !each.admitted()) {
                return true;
            }
        }
        return false;
    }

    /** The sentence of a choice of the least loaded. */
    static String fewest(BackendNode chosen, List<Asked> asked, String looked, int equals) {
        return "fewest sessions for its weight: " + load(chosen, asked) + ", of " + looked + " looked at"
                + (equals == 0 ? "" : "; its turn among " + (equals + 1) + " equals");
    }

    /** Sessions over weight, when it was asked about. */
    static String load(BackendNode node, List<Asked> asked) {
        return open(node, asked) + "/" + node.weight();
    }

    /** Other nodes that could have been chosen with the same load. */
    static int equals(BackendNode chosen, List<Asked> asked) {
        double load = OpenConnections.of(open(chosen, asked), chosen.weight());
        Set<BackendNode> equals = new HashSet<>();
        for (Asked each : asked) {
            boolean could = each.admitted() && each.node() != chosen;
            if (could && OpenConnections.of(each.open(), each.node().weight()) == load) {
                equals.add(each.node());
            }
        }
        return equals.size();
    }

    /** Sessions on the node when it was asked about, else now. */
    static int open(BackendNode node, List<Asked> asked) {
        for (Asked each : asked) {
            if (each.node() == node) {
                return each.open();
            }
        }
        return node.open();
    }
}
