package io.equipoise.balancer.proxy;

import io.equipoise.balancer.pool.BackendPool;
import io.equipoise.balancer.pool.Lease;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.time.InstantSource;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the sessions of one event loop share. Owned by the loop; {@link #accept} and {@link #execute} may be called by any
 * thread.
 */
record ProxyLoop(
        EventLoop eventLoop,
        BackendPool pool,
        BackendConnector connector,
        Choice choice,
        ResetWatch watch,
        Sessions sessions,
        SessionListener listener,
        DecisionSampler sampler,
        Guard guard,
        LongSupplier nanoTime,
        InstantSource clock) {
    private static final Logger log = LoggerFactory.getLogger(ProxyLoop.class);

    /** The loop's monotonic time in nanoseconds. */
    long now() {
        return nanoTime.getAsLong();
    }

    /** Runs that on the loop, later; returns false when the loop has ended. Any thread. */
    boolean execute(Runnable task) {
        try {
            eventLoop.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            log.atDebug().setCause(e).log("a loop has ended that was to go on with a session");
            return false;
        }
    }

    /** Gives back a lease that a session had, and tells of a backend that failed it, for that reason. */
    void release(Lease lease, Lease.Outcome outcome, CloseReason reason) {
        lease.release(outcome);
        if (outcome == Lease.Outcome.FAILED) {
            listener.onBackendFailed(lease.node(), reason);
        }
    }

    /** Takes over a client that was accepted, of which nothing was read yet. Any thread. */
    void accept(Channel channel, Route route) {
        if (!execute(() -> open(channel, route))) {
            channel.unsafe().closeForcibly();
        }
    }

    private void open(Channel channel, Route route) {
        Tally tally = new Tally(clock.millis(), now(), channel.remoteAddress());
        Session session = new Session(this, route, channel, tally);
        channel.config().setOptions(route.options());
        channel.pipeline().addLast(session.client());
        eventLoop.register(channel).addListener(registered -> {
            if (registered.isSuccess()) {
                session.onAccepted();
            } else {
                channel.unsafe().closeForcibly();
                log.atError().setCause(registered.cause()).log("a client could not be registered");
            }
        });
    }
}
