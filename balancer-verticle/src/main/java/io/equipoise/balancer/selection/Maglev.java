package io.equipoise.balancer.selection;

import io.equipoise.balancer.pool.BackendNode;

/**
 * Maglev's table: each node has its own order of preference over all slots, and the nodes take turns in claiming the
 * next slot that is still free (Eisenbud et al., "Maglev: A Fast and Reliable Software Network Load Balancer", NSDI
 * 2016, 3.4). A node's order depends on its id alone, so it keeps most of its slots when others come and go.
 */
final class Maglev {
    /**
     * Prime, and Envoy's default. Of equal nodes one has a slot more than another at most: shares are within 1 % up to a
     * thousand of them, and within 9 % up to ten thousand; of more nodes than slots some have none. A larger table would not
     * fit into a core's second cache.
     *
     * @see <a
     *     href="https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/load_balancers">Envoy,
     *     Maglev</a>
     */
    static final int SIZE = 65_537;

    private final BackendNode[] nodes;
    private final BackendNode[] slots;
    private final int[] next;
    private final int[] skip;

    private Maglev(BackendNode[] nodes) {
        this.nodes = nodes;
        slots = new BackendNode[SIZE];
        next = new int[nodes.length];
        skip = new int[nodes.length];
        for (int i = 0; i < nodes.length; i++) {
            long hash = Hash.of(nodes[i].backend().id());
            next[i] = Hash.scale(hash, SIZE);
            skip[i] = Hash.scale(Hash.again(hash), SIZE - 1) + 1;
        }
    }

    /** Of each slot, its node. */
    static BackendNode[] slots(BackendNode[] nodes) {
        Maglev maglev = new Maglev(nodes);
        maglev.fill(Weights.of(nodes));
        return maglev.slots;
    }

    /** In each round a node claims a slot for every {@code heaviest} of weight that it has gathered. */
    private void fill(int[] weights) {
        int heaviest = 0;
        for (int weight : weights) {
            heaviest = Math.max(heaviest, weight);
        }
        int[] credit = new int[weights.length];
        int free = SIZE;
        while (true) {
            for (int i = 0; i < weights.length; i++) {
                credit[i] += weights[i];
                if (credit[i] >= heaviest) {
                    credit[i] -= heaviest;
                    claim(i);
                    if (--free == 0) {
                        return;
                    }
                }
            }
        }
    }

    private void claim(int node) {
        int slot = next[node];
        while (slots[slot] != null) {
            slot = after(slot, node);
        }
        slots[slot] = nodes[node];
        next[node] = after(slot, node);
    }

    private int after(int slot, int node) {
        int following = slot + skip[node];
        return following >= SIZE ? following - SIZE : following;
    }
}
