package io.equipoise.balancer.selection;

import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.Selector.Asked;
import io.equipoise.balancer.pool.load.OpenConnections;
import java.util.List;

/** What policies say of choices in the same way. */
final class Reasons {
    private Reasons() {}

    /** How many times the answer was no. */
    static int refused(List<Asked> asked) {
        return (int) asked.stream().filter(each -> !each.admitted()).count();
    }

    /** Sessions over weight, when it was asked about. */
    static String load(BackendNode node, List<Asked> asked) {
        return open(node, asked) + "/" + node.weight();
    }

    /** Other nodes that could have been chosen with the same load. */
    static int equals(BackendNode chosen, List<Asked> asked) {
        double load = OpenConnections.of(open(chosen, asked), chosen.weight());
        return (int) asked.stream()
                .filter(each -> each.admitted() && each.node() != chosen)
                .filter(each -> OpenConnections.of(each.open(), each.node().weight()) == load)
                .map(Asked::node)
                .distinct()
                .count();
    }

    private static int open(BackendNode node, List<Asked> asked) {
        return asked.stream()
                .filter(each -> each.node() == node)
                .mapToInt(Asked::open)
                .findFirst()
                .orElseGet(node::open);
    }
}
