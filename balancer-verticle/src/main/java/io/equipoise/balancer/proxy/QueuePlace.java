package io.equipoise.balancer.proxy;

import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.Lease;
import io.equipoise.balancer.pool.WaitQueue;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A session's place in the queue of its service. A lease may come from any loop; everything that follows runs on the
 * session's own. Ends with a lease, with the timeout, or by being given up.
 */
final class QueuePlace implements WaitQueue.Waiter {
    private final EventLoop loop;
    private final WaitQueue queue;
    private final long enteredNanos;
    private final Consumer<Lease> onLease;
    private final Runnable onTimeout;
    private @Nullable ScheduledFuture<?> timer;
    private boolean over;

    QueuePlace(EventLoop loop, WaitQueue queue, long now, Consumer<Lease> onLease, Runnable onTimeout) {
        this.loop = loop;
        this.queue = queue;
        this.enteredNanos = now;
        this.onLease = onLease;
        this.onTimeout = onTimeout;
    }

    /** Enters, and asks once more for room that came free meanwhile; false when the queue is full. */
    boolean enter(List<BackendNode> eligible, Duration timeout) {
        if (!queue.enter(this)) {
            return false;
        }
        timer = loop.schedule(this::onTimer, timeout.toNanos(), TimeUnit.NANOSECONDS);
        eligible.forEach(queue::offer);
        return true;
    }

    long enteredNanos() {
        return enteredNanos;
    }

    /** Leaves without a lease; one that is on its way goes to the next who waits. */
    void abandon() {
        if (!over) {
            end();
            queue.leave(this);
        }
    }

    @Override
    public boolean take(Lease lease) {
        loop.execute(() -> receive(lease));
        return true;
    }

    private void receive(Lease lease) {
        if (over) {
            lease.release(Lease.Outcome.NEUTRAL);
            queue.offer(lease.node());
        } else {
            end();
            onLease.accept(lease);
        }
    }

    private void onTimer() {
        if (!over) {
            end();
            queue.leave(this);
            onTimeout.run();
        }
    }

    private void end() {
        over = true;
        ScheduledFuture<?> pending = timer;
        timer = null;
        if (pending != null) {
            pending.cancel(false);
        }
    }
}
