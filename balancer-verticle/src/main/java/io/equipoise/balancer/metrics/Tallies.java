package io.equipoise.balancer.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Numbers that only grow, side by side in memory: what one session adds to is on few lines of the processor's cache, which
 * is most of what counting costs. Any thread, without a lock.
 */
abstract class Tallies {
    private static final VarHandle NUMBER = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] numbers;

    /** So many, all at 0. */
    Tallies(int size) {
        numbers = new long[size];
    }

    final void add(int place, long count) {
        NUMBER.getAndAdd(numbers, place, count);
    }

    final long tally(int place) {
        return (long) NUMBER.getVolatile(numbers, place);
    }
}
