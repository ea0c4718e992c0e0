package io.equipoise.balancer.proxy;

import io.equipoise.cluster.transport.SynFilter;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the connections of one listening socket and gives them to the loops in turn. When none can be accepted, for want
 * of descriptors, it pauses, each time longer up to a second, and goes on by itself. Owned by the accepting loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a socket that cannot be closed is closed
final class Acceptor extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(Acceptor.class);
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final Route route;
    private final List<ProxyLoop> loops;
    private final LongSupplier nanoTime;
    private int turn;
    private long accepted;
    private long pause = FIRST_PAUSE;
    private long loggedAt;
    private boolean logged;

    /** Gives connections to those loops, which the caller may change on the accepting loop; there is always one. */
    Acceptor(Route route, List<ProxyLoop> loops, LongSupplier nanoTime) {
        this.route = route;
        this.loops = loops;
        this.nanoTime = nanoTime;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        accepted++;
        pause = FIRST_PAUSE;
        turn = turn + 1 < loops.size() ? turn + 1 : 0;
        loops.get(turn).accept((Channel) message, route);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        warn(cause);
        Channel listening = ctx.channel();
        listening.config().setAutoRead(false);
        listening.eventLoop().schedule(() -> resume(listening), pause, TimeUnit.NANOSECONDS);
        pause = Math.min(pause * 2, LONGEST_PAUSE);
    }

    /**
     * Closes the socket when nobody is on the way in any more, whom the kernel would reset. Where it can be told to, it
     * lets nobody new begin for that long, in which the handshakes that have begun come to their end; else there are some
     * microseconds between the last look and the close in which one may come. Accepting loop only.
     *
     * @param handshakes how long those may take; with zero there is no wait
     */
    void closeWhenEmpty(Channel listening, Duration handshakes) {
        if (!handshakes.isZero() && SynFilter.attach(listening)) {
            listening.eventLoop().schedule(() -> closeWhenEmpty(listening), handshakes.toNanos(), TimeUnit.NANOSECONDS);
        } else {
            closeWhenEmpty(listening);
        }
    }

    private void closeWhenEmpty(Channel listening) {
        long before = accepted;
        afterNextLook(listening, () -> {
            if (accepted == before) {
                listening.close();
            } else {
                closeWhenEmpty(listening);
            }
        });
    }

    /**
     * Runs the task after the loop's next look at its sockets. A closed one refuses connections from then on at the
     * latest: NIO and io_uring let go of it there only, and until then the kernel still accepts.
     */
    static void afterNextLook(Channel listening, Runnable task) {
        // A task that is due at once runs after the look that follows.
        listening.eventLoop().schedule(task, 1, TimeUnit.NANOSECONDS);
    }

    private static void resume(Channel listening) {
        if (listening.isOpen()) {
            listening.config().setAutoRead(true);
        }
    }

    private void warn(Throwable cause) {
        long now = nanoTime.getAsLong();
        if (!logged || now - loggedAt >= LONGEST_PAUSE) {
            logged = true;
            loggedAt = now;
            log.atWarn()
                    .addKeyValue("listener", route.listener())
                    .addKeyValue("cause", cause.getMessage())
                    .log("accepting pauses");
        }
    }
}
