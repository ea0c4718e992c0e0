package io.equipoise.balancer.pool;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where the sessions of one service wait, in order, while all its backends are full. Shared by all loops; takes no lock.
 *
 * <p>Room goes to the first in the queue that admits the backend it is on; nobody overtakes, as {@link
 * ServiceView#lease} gives newcomers nothing while others wait. No wake-up is lost: room is looked for whenever a
 * session has entered, a lease was released, or the set of eligible backends changed. Who enters is in the queue before
 * it looks for room, who releases makes room before it looks for sessions: one of the two sees the other.
 */
public final class WaitQueue {
    private final ConcurrentLinkedQueue<Waiter> waiters = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final int places;
    private volatile List<BackendNode> eligible = List.of();

    /** A queue of so many places; 0 or more. */
    WaitQueue(int places) {
        this.places = places;
    }

    /** A session that waits. Both methods are called by any thread, on behalf of whoever made room. */
    public interface Waiter {
        /** Whether it would take that backend: not one that it has tried. Must not change while it waits. */
        boolean admits(BackendNode node);

        /**
         * Takes the lease, once, and out of the queue. Must only pass it to the session's own loop; a session that has
         * ended meanwhile releases it there, and the next in the queue gets it.
         */
        void take(Lease lease);
    }

    /** Sessions that wait now. */
    public int size() {
        return size.get();
    }

    /**
     * Enters the queue, unless it is full. When there is room already, {@link Waiter#take} is called before this
     * returns.
     *
     * @return false when the queue is full
     */
    public boolean enter(Waiter waiter) {
        int taken = size.get();
        while (taken < places) {
            if (size.compareAndSet(taken, taken + 1)) {
                waiters.add(waiter);
                serveAll();
                return true;
            }
            taken = size.get();
        }
        return false;
    }

    /**
     * Leaves the queue without a lease; walks the queue, so it is for ends, not for the common path.
     *
     * @return false when a lease has been passed to it, or is about to be
     */
    public boolean leave(Waiter waiter) {
        boolean left = waiters.remove(waiter);
        if (left) {
            size.decrementAndGet();
        }
        return left;
    }

    /** From now on those nodes have room to give. Control loop only. */
    void serveFrom(List<BackendNode> nodes) {
        eligible = nodes;
        serveAll();
    }

    /** Gives the room that one node has. */
    void serve(BackendNode node) {
        boolean more = size.get() > 0;
        while (more) {
            more = serveOne(node);
        }
    }

    /** Gives the room of all nodes, one each in turn so that none gets the whole queue. */
    private void serveAll() {
        boolean more = size.get() > 0;
        while (more) {
            more = false;
            for (BackendNode node : eligible) {
                more |= serveOne(node);
            }
        }
    }

    /**
     * Gives room of the node to one session.
     *
     * @return false when there is no room, or no session that admits it
     */
    private boolean serveOne(BackendNode node) {
        while (node.eligible() && node.hasRoom()) {
            Waiter waiter = firstThatAdmits(node);
            if (waiter == null || !node.reserve()) {
                return false;
            }
            if (leave(waiter)) {
                pass(node.leaseReserved(), waiter);
                return true;
            }
            // Another thread served it first. While we held the room, others may have entered and seen none.
            node.giveBack();
        }
        return false;
    }

    private @Nullable Waiter firstThatAdmits(BackendNode node) {
        for (Waiter waiter : waiters) {
            if (waiter.admits(node)) {
                return waiter;
            }
        }
        return null;
    }

    private static void pass(Lease lease, Waiter waiter) {
        boolean passed = false;
        try {
            waiter.take(lease);
            passed = true;
        } finally {
            if (!passed) {
                lease.release(Lease.Outcome.NEUTRAL);
            }
        }
    }
}
