package io.equipoise.balancer.pool;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A turn that never ends: shared by all loops of a service, it survives changes of membership and any number of picks.
 */
public final class Rotation {
    private final AtomicLong next;

    /** Starts at any position: balancers that start at the same one move in step. */
    public Rotation(long start) {
        next = new AtomicLong(start);
    }

    /** The next number of a sequence that counts up by one, through the end of {@code long} and on. */
    public long next() {
        return next.getAndIncrement();
    }

    /** The next position of a circle of that size, 0 to size - 1. */
    public int next(int size) {
        return (int) Long.remainderUnsigned(next(), size);
    }
}
