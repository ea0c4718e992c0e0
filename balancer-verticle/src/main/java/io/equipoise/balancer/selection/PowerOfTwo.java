package io.equipoise.balancer.selection;

import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.Rotation;
import io.equipoise.balancer.pool.Selector;
import io.equipoise.balancer.pool.load.LoadMetric;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The less loaded of two random nodes: nearly as even as looking at all, at a constant price, and it cannot send a herd
 * to one node (Mitzenmacher, "The power of two choices in randomized load balancing", 2001).
 *
 * <p>The two are distinct: with replacement, one of two nodes is compared with itself half the time. They are drawn in
 * proportion to weight, so that a heavy node among many light ones is looked at often enough to get its share.
 */
final class PowerOfTwo implements Selector {
    /** Below this all nodes are looked at: so few cost no more, and two choices miss the least loaded too often. */
    private static final int FEW = 8;

    private final BackendNode[] nodes;
    private final AliasTable table;
    private final LoadMetric metric;
    private final Selector leastOfAll;

    private PowerOfTwo(List<BackendNode> nodes, LoadMetric metric, Selector leastOfAll) {
        this.nodes = nodes.toArray(BackendNode[]::new);
        this.table = new AliasTable(Weights.of(this.nodes));
        this.metric = metric;
        this.leastOfAll = leastOfAll;
    }

    static Selector over(List<BackendNode> nodes, Rotation rotation, LoadMetric metric) {
        Selector leastOfAll = new LeastLoaded(nodes, rotation, metric);
        return nodes.size() < FEW ? leastOfAll : new PowerOfTwo(nodes, metric, leastOfAll);
    }

    /** When one of the two is not admitted, many may be full: then the best of those that are left is worth a scan. */
    @Override
    public @Nullable BackendNode select(Request request) {
        RandomGenerator random = request.random();
        int first = table.at(random.nextLong());
        int second = table.at(random.nextLong());
        if (second == first) {
            second = anotherThan(first, random);
        }
        BackendNode a = nodes[first];
        BackendNode b = nodes[second];
        if (!request.admits(a) || !request.admits(b)) {
            return leastOfAll.select(request);
        }
        return metric.of(a) <= metric.of(b) ? a : b;
    }

    @Override
    public Explanation explain(BackendNode chosen, List<Asked> asked) {
        Asked first = asked.get(0);
        if (!first.admitted() || !asked.get(1).admitted()) {
            Asked refused = first.admitted() ? asked.get(1) : first;
            List<Asked> scan = asked.subList(asked.indexOf(refused) + 1, asked.size());
            Explanation least = leastOfAll.explain(chosen, scan);
            return new Explanation(
                    refused.node().backend().id() + " was drawn and could not be chosen, so all were looked at: "
                            + least.why(),
                    least.lookedAtAll());
        }
        Asked other = first.node() == chosen ? asked.get(1) : first;
        return new Explanation(
                "less loaded of the two drawn: " + Reasons.load(chosen, asked) + " against "
                        + Reasons.load(other.node(), asked) + " of "
                        + other.node().backend().id(),
                false);
    }

    /** Any but that one, all equally likely, without a loop (Finagle, P2CPick: {@code if (b >= a) b++}). */
    private int anotherThan(int taken, RandomGenerator random) {
        int other = random.nextInt(nodes.length - 1);
        return other >= taken ? other + 1 : other;
    }
}
