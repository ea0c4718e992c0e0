package io.equipoise.balancer.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Numbers by position, with the least of them at hand: over each {@value #FAN} of them stands their least, over each
 * {@value #FAN} of those again, up to one. A change climbs only as far as a least changes.
 *
 * <p>Shared by all loops, takes no lock. Whoever changes a number looks again until what stands over it is right, so the
 * last to write has seen what all others wrote: at rest each least is exact (after Jayanti, "f-arrays: implementation and
 * applications", PODC 2002). While others write, it misses at most what they are about to climb with.
 */
final class MinTree {
    /** More than any number. */
    static final long NONE = Long.MAX_VALUE;

    private static final VarHandle VALUES = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int BITS = 4;
    private static final int FAN = 1 << BITS;

    /** Where each level begins in {@link #values}, from the numbers themselves up to the least of all. */
    private final int[] begin;

    private final long[] values;

    /** A tree over those numbers, at least one; linear in how many they are. */
    MinTree(long[] numbers) {
        int levels = 1;
        for (int size = numbers.length; size > 1; size = blocks(size)) {
            levels++;
        }
        begin = new int[levels + 1];
        for (int level = 0, size = numbers.length; level < levels; level++, size = blocks(size)) {
            begin[level + 1] = begin[level] + blocks(size) * FAN;
        }
        values = new long[begin[levels]];
        Arrays.fill(values, NONE);
        System.arraycopy(numbers, 0, values, 0, numbers.length);
        for (int level = 1; level < levels; level++) {
            for (int at = begin[level - 1]; at < begin[level]; at++) {
                int over = begin[level] + ((at - begin[level - 1]) >> BITS);
                values[over] = Math.min(values[over], values[at]);
            }
        }
    }

    private static int blocks(int size) {
        return (size + FAN - 1) >> BITS;
    }

    /** The number at that position. */
    long get(int position) {
        return (long) VALUES.getVolatile(values, position);
    }

    /** Changes the number at that position, to {@link #NONE} at most; {@link #climb} must follow. */
    void set(int position, long number) {
        VALUES.setOpaque(values, position, number);
        VarHandle.fullFence(); // what is read from now on is not older
    }

    /** Puts right what stands over that position, as far as it changes. */
    void climb(int position) {
        int index = position;
        for (int level = 1; level < begin.length - 1 && settle(level, index); level++) {
            index >>= BITS;
        }
    }

    /** Writes over that block until what was read last is right; says whether it wrote. */
    private boolean settle(int level, int below) {
        int over = begin[level] + (below >> BITS);
        int block = begin[level - 1] + (below & -FAN);
        boolean wrote = false;
        long changed = at(begin[level - 1] + below);
        if (changed < at(over)) {
            set(over, changed);
            wrote = true;
        }
        for (long least = leastOf(block); at(over) != least; least = leastOf(block)) {
            set(over, least);
            wrote = true;
        }
        return wrote;
    }

    /** In four strands, so that one comparison does not wait for the other. */
    private long leastOf(int block) {
        long a = at(block);
        long b = at(block + 1);
        long c = at(block + 2);
        long d = at(block + 3);
        for (int at = block + 4; at < block + FAN; at += 4) {
            a = Math.min(a, at(at));
            b = Math.min(b, at(at + 1));
            c = Math.min(c, at(at + 2));
            d = Math.min(d, at(at + 3));
        }
        return Math.min(Math.min(a, b), Math.min(c, d));
    }

    private long at(int at) {
        return (long) VALUES.getOpaque(values, at);
    }

    /** The least of all; {@link #NONE} when there is none. */
    long least() {
        return at(begin[begin.length - 2]);
    }

    /**
     * The first position with that number after that one, around the circle and so at last the one itself.
     *
     * @param number {@link #least}, as just read
     * @return -1 when it has changed meanwhile
     */
    int next(long number, int position) {
        int index = position;
        for (int level = 0; level < begin.length - 2; level++) {
            if (at(begin[level + 1] + (index >> BITS)) == number) {
                int found = find(number, begin[level] + index + 1, begin[level] + (index | (FAN - 1)) + 1);
                if (found >= 0) {
                    return descend(number, level, found - begin[level]);
                }
            }
            index >>= BITS;
        }
        return descend(number, begin.length - 2, 0);
    }

    /** The first position under that one; what has the number at one level has it in the block below, unless it changed. */
    private int descend(long number, int from, int at) {
        int index = at;
        for (int level = from - 1; level >= 0; level--) {
            int block = begin[level] + (index << BITS);
            int found = find(number, block, block + FAN);
            if (found < 0) {
                return -1;
            }
            index = found - begin[level];
        }
        return index;
    }

    private int find(long number, int from, int to) {
        for (int at = from; at < to; at++) {
            if (at(at) == number) {
                return at;
            }
        }
        return -1;
    }
}
