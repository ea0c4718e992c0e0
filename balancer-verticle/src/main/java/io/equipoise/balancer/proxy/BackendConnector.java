package io.equipoise.balancer.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetSocketAddress;

/**
 * Opens backend connections on one event loop. What a relay needs of a channel is set before it connects, so that no
 * first byte and no early end is missed: nothing is read by itself, and an end of input leaves the output open.
 */
final class BackendConnector {
    private final Bootstrap bootstrap;

    BackendConnector(EventLoop loop, ChannelFactory<? extends Channel> channels) {
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channelFactory(channels)
                .disableResolver()
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true);
    }

    /** Starts to connect; the handler gets what the channel reads. */
    ChannelFuture connect(
            InetSocketAddress address, long timeoutMillis, WriteBufferWaterMark waterMark, ChannelHandler handler) {
        return bootstrap
                .clone()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(timeoutMillis, Integer.MAX_VALUE))
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark)
                .handler(handler)
                .connect(address);
    }
}
