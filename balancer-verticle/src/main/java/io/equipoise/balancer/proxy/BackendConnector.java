package io.equipoise.balancer.proxy;

import io.equipoise.cluster.transport.Connections;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.EventLoop;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Connects sessions of one loop to backends. Options and the relay are set before the connect begins, so that neither a
 * banner nor an early FIN can pass them by. Owned by the loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the promise that connect() returns tells
final class BackendConnector {
    private final EventLoop eventLoop;
    private final Connections.Opener opener;

    BackendConnector(EventLoop eventLoop, Connections.Opener opener) {
        this.eventLoop = eventLoop;
        this.opener = opener;
    }

    /**
     * The backend side of a session that is to be connected there, and is not yet.
     *
     * @param timeoutNanos for the connect
     * @throws ChannelException when this process has no socket left
     */
    Relay open(Session session, Route route, InetSocketAddress address, long timeoutNanos) {
        Channel channel = opener.open(address);
        channel.config().setOptions(route.options());
        long millis = TimeUnit.NANOSECONDS.toMillis(timeoutNanos);
        channel.config().setConnectTimeoutMillis((int) Math.max(1, Math.min(millis, Integer.MAX_VALUE)));
        Relay relay = new Relay(session, Side.BACKEND, channel, Replay.NONE);
        channel.pipeline().addLast(relay);
        return relay;
    }

    /** Connects the channel; when that fails, the caller closes it. */
    ChannelFuture connect(Channel channel, InetSocketAddress address) {
        ChannelPromise connected = new DefaultChannelPromise(channel, eventLoop);
        eventLoop.register(channel).addListener(registered -> {
            if (registered.isSuccess()) {
                channel.connect(address, connected);
            } else {
                channel.unsafe().closeForcibly();
                connected.setFailure(registered.cause());
            }
        });
        return connected;
    }

    /** How a session ends whose last connect failed so. */
    static CloseReason reason(@Nullable Throwable failure) {
        return failure instanceof ConnectTimeoutException ? CloseReason.CONNECT_TIMEOUT : CloseReason.CONNECT_REFUSED;
    }

    /** Whether the connect failed for want of a descriptor or a port of this host, whatever the backend. */
    static boolean isLocal(@Nullable Throwable failure) {
        return failure instanceof ChannelException
                || failure instanceof BindException
                || (failure != null && String.valueOf(failure.getMessage()).contains("assign requested address"));
    }
}
