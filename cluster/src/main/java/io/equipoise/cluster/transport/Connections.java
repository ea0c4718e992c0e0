package io.equipoise.cluster.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFactory;
import io.vertx.core.spi.transport.Transport;
import java.net.InetSocketAddress;

/**
 * The connections that the balancer relays: those of their transport, and over {@link SteadyEpoll} ones of our own, which ask
 * the kernel for half as much ({@link EpollConnection}). All behave alike. Any thread.
 */
public final class Connections {
    private Connections() {}

    /** Opens sockets. */
    @FunctionalInterface
    public interface Opener {
        /**
         * Opens one that is to be connected there, and is not yet.
         *
         * @throws ChannelException when this process has no socket left
         */
        Channel open(InetSocketAddress address);
    }

    /** Opens connections of that transport. */
    public static Opener of(Transport transport) {
        if (transport instanceof SteadyEpoll.Sockets) {
            return EpollConnection::to;
        }
        ChannelFactory<? extends Channel> channels = transport.channelFactory(false);
        return address -> channels.newChannel();
    }

    /**
     * Sends it past the channel's handlers and queue, where that is possible and nothing waits there, and releases it. On
     * the channel's loop.
     *
     * @return false when something is left of it, which is to be written to the channel as usual
     */
    public static boolean sendAtOnce(Channel channel, ByteBuf data) {
        return channel instanceof EpollConnection own && own.sendAtOnce(data);
    }

    /** Lets what it binds accept such connections, whatever its transport. */
    public static Bootstrap acceptedBy(Bootstrap listening) {
        return listening.attr(EpollAccepts.WANTED, true);
    }
}
