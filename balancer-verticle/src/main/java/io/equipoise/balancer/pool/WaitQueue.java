package io.equipoise.balancer.pool;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where the sessions of one service wait, in order, while all its backends are full. Shared by all loops; takes no lock.
 * A lease is handed to the head of the queue: nobody overtakes, and a lease that no one wants is given back.
 */
public final class WaitQueue {
    private final ConcurrentLinkedQueue<Waiter> waiters = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final int places;

    /** A queue of so many places; 0 or more. */
    WaitQueue(int places) {
        this.places = places;
    }

    /** A session that waits. */
    public interface Waiter {
        /**
         * Offers the lease. May be called by any thread, at most once with an answer of true.
         *
         * @return false when the session does not wait any more; the lease then goes to the next
         */
        boolean take(Lease lease);
    }

    /** Sessions that wait now. */
    public int size() {
        return size.get();
    }

    /** Enters the queue, unless it is full. */
    public boolean enter(Waiter waiter) {
        if (size.incrementAndGet() > places) {
            size.decrementAndGet();
            return false;
        }
        waiters.add(waiter);
        return true;
    }

    /** Leaves the queue without having got a lease; walks the queue, so it is for ends, not for the common path. */
    public void leave(Waiter waiter) {
        if (waiters.remove(waiter)) {
            size.decrementAndGet();
        }
    }

    /** Hands room that the node has to those who wait; call it whenever a lease of the service was released. */
    public void offer(BackendNode node) {
        while (size.get() > 0 && node.wanted()) {
            Lease lease = node.tryLease();
            if (lease == null) {
                return;
            }
            if (!handOver(lease)) {
                lease.release(Lease.Outcome.NEUTRAL);
                return;
            }
        }
    }

    private boolean handOver(Lease lease) {
        for (Waiter waiter = waiters.poll(); waiter != null; waiter = waiters.poll()) {
            size.decrementAndGet();
            if (waiter.take(lease)) {
                return true;
            }
        }
        return false;
    }
}
