package io.equipoise.balancer.selection;

/**
 * Turns a uniform number into a position with a probability in proportion to its weight, in constant time. Each column
 * of the table has the same width and holds at most two positions (Vose, "A linear algorithm for generating random
 * numbers with a given distribution", 1991).
 */
final class AliasTable {
    private static final long WHOLE = 1L << 32;

    private final int columns;

    /** Of a column, the part that is the column's own position, as a fraction of 2^32; empty when all are whole. */
    private final long[] own;

    private final int[] alias;

    /** A table over those weights: at least one, each at least 1. Linear in their number. */
    AliasTable(int[] weights) {
        columns = weights.length;
        int shared = Weights.equal(weights) ? 0 : columns;
        own = new long[shared];
        alias = new int[shared];
        if (shared > 0) {
            fill(weights);
        }
    }

    /** The position that the high 32 bits of a uniform number fall on. */
    int at(long uniform) {
        long point = (uniform >>> 32) * columns;
        int column = (int) (point >>> 32);
        return own.length == 0 || (point & 0xffffffffL) < own[column] ? column : alias[column];
    }

    /**
     * Tops columns that have less than the mean up from those that have more. All in whole numbers: a column holds
     * {@code total}, position i brings {@code weights[i] * n}; so nothing is lost to rounding before the last division.
     */
    private void fill(int[] weights) {
        int n = weights.length;
        long total = 0;
        for (int weight : weights) {
            total += weight;
        }
        long[] left = new long[n];
        int[] stack = new int[n];
        int small = 0;
        int large = n;
        for (int i = 0; i < n; i++) {
            left[i] = (long) weights[i] * n;
            if (left[i] < total) {
                stack[small++] = i;
            } else {
                stack[--large] = i;
            }
        }
        while (small > 0) {
            int under = stack[--small];
            int over = stack[large];
            own[under] = (left[under] << 32) / total;
            alias[under] = over;
            left[over] -= total - left[under];
            if (left[over] < total) {
                large++;
                stack[small++] = over;
            }
        }
        for (; large < n; large++) {
            own[stack[large]] = WHOLE;
            alias[stack[large]] = stack[large];
        }
    }
}
