package io.equipoise.balancer.selection;

import io.equipoise.balancer.pool.BackendNode;

/** The weights of a set at the moment a selector is built, by position. */
final class Weights {
    private Weights() {}

    /** The weights, divided by what they have in common: 100, 200, 300 become 1, 2, 3. */
    static int[] of(BackendNode[] nodes) {
        int[] weights = new int[nodes.length];
        int common = 0;
        for (int i = 0; i < nodes.length; i++) {
            weights[i] = nodes[i].weight();
            common = gcd(weights[i], common);
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= common;
        }
        return weights;
    }

    /** Whether no node has more than another. */
    static boolean equal(int[] weights) {
        for (int weight : weights) {
            if (weight != weights[0]) {
                return false;
            }
        }
        return true;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
