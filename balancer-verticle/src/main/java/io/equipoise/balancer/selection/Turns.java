package io.equipoise.balancer.selection;

import io.equipoise.balancer.pool.Rotation;

/** The order in which the positions of a set take turns, each in proportion to its weight and evenly spread. */
@FunctionalInterface
interface Turns {
    /** Work that computing a smooth order may cost, in steps of about a nanosecond. */
    long SMOOTH_BUDGET = 1L << 21;

    /** The position whose turn it is; moves the cursor by one. */
    int next(Rotation rotation);

    /** The order for those weights: at least one, each at least 1, without a common divisor. */
    static Turns of(int[] weights) {
        int n = weights.length;
        if (Weights.equal(weights)) {
            return rotation -> rotation.next(n);
        }
        long length = 0;
        for (int weight : weights) {
            length += weight;
        }
        if (length * n <= SMOOTH_BUDGET) {
            int[] sequence = smooth(weights, (int) length);
            return rotation -> sequence[rotation.next(sequence.length)];
        }
        return spread(weights);
    }

    /**
     * nginx's smooth order: at each step everyone gains its weight, the richest takes the turn and pays the total.
     * Weights 5, 1, 1 give a a b a c a a. Exact after each {@code length} turns.
     */
    private static int[] smooth(int[] weights, int length) {
        int[] sequence = new int[length];
        int[] credit = new int[weights.length];
        for (int turn = 0; turn < length; turn++) {
            int richest = 0;
            for (int i = 0; i < weights.length; i++) {
                credit[i] += weights[i];
                if (credit[i] > credit[richest]) {
                    richest = i;
                }
            }
            credit[richest] -= length;
            sequence[turn] = richest;
        }
        return sequence;
    }

    /**
     * For sets whose smooth order would be too long to compute: the cursor's multiples of the golden ratio fall evenly
     * on the unit interval, which is divided by weight (Weyl's equidistribution). Linear to build; in any number of
     * turns a node is off its share by a few at most.
     */
    private static Turns spread(int[] weights) {
        AliasTable table = new AliasTable(weights);
        return rotation -> table.at(rotation.next() * Hash.GOLDEN);
    }
}
