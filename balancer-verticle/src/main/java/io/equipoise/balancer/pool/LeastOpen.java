package io.equipoise.balancer.pool;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which of a set of nodes has the fewest open leases for its weight, known at any moment without looking at them: each
 * lease that opens or closes puts it right, in a few steps. Nodes that are full are not in it.
 *
 * <p>Made by the control loop, shared by all loops; takes no lock. A node tells the latest that was made over it. Exact when
 * no lease is just opening or closing; while others are, what it says may be behind by those, one for each loop.
 */
public final class LeastOpen {
    /** What {@link #next} says when there is none. */
    public static final int NONE = -1;

    private static final int TRIES = 8;

    private final BackendNode[] nodes;
    private final int[] weights;
    private final MinTree loads;
    private final AtomicInteger last;

    private LeastOpen(BackendNode[] nodes, int first) {
        this.nodes = nodes;
        this.weights = new int[nodes.length];
        this.last = new AtomicInteger((first == 0 ? nodes.length : first) - 1);
        long[] now = new long[nodes.length];
        for (int i = 0; i < now.length; i++) {
            weights[i] = nodes[i].weight();
            now[i] = load(i);
        }
        loads = new MinTree(now);
    }

    /**
     * Over those nodes, with their weights as they are now.
     *
     * @param nodes at least one, each of weight 1 at least
     * @param first whose turn it is among equals, 0 to {@code nodes.size() - 1}
     */
    public static LeastOpen over(List<BackendNode> nodes, int first) {
        LeastOpen among = new LeastOpen(nodes.toArray(BackendNode[]::new), first);
        for (int i = 0; i < among.nodes.length; i++) {
            among.nodes[i].place(new Place(among, i));
            among.onChanged(i); // what came between the look and the place
        }
        return among;
    }

    /** The load of a node of that weight with so many leases: those and the one to come, over its weight. */
    public static double of(int open, int weight) {
        return (open + 1.0) / weight;
    }

    /** Where a node stands, to be told of changes. */
    record Place(LeastOpen among, int position) {
        void onChanged() {
            among.onChanged(position);
        }
    }

    /**
     * The position of the one with the fewest; equals take turns in the order of the set.
     *
     * <p>Called on data loops. No two calls give the same turn to two sessions.
     *
     * @return {@link #NONE} when all are full, or loads change so fast that it cannot be told
     */
    public int next() {
        for (int i = 0; i < TRIES; i++) {
            int before = last.get();
            long least = loads.least();
            int at = least == MinTree.NONE ? NONE : loads.next(least, before);
            if (least == MinTree.NONE || at == before || (at >= 0 && last.compareAndSet(before, at))) {
                return at;
            }
        }
        return NONE;
    }

    /** Writes until what was read last is right, as {@link MinTree} does. */
    private void onChanged(int position) {
        boolean wrote = false;
        for (long load = load(position); loads.get(position) != load; load = load(position)) {
            loads.set(position, load);
            wrote = true;
        }
        if (wrote) {
            loads.climb(position);
        }
    }

    /** The load as a whole number that is in the same order: equal loads have equal bits, as the quotient is exact enough. */
    private long load(int position) {
        BackendNode node = nodes[position];
        return node.hasRoom() ? Double.doubleToRawLongBits(of(node.open(), weights[position])) : MinTree.NONE;
    }
}
