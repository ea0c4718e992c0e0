package io.equipoise.balancer.proxy;

import io.equipoise.balancer.config.ListenerConfig;
import io.equipoise.balancer.config.ServiceConfig;
import io.equipoise.balancer.selection.AddressHash;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * One listener on one event loop. Takes each accepted socket out of Vert.x's hands before anything was read from it,
 * and starts a session with it.
 */
final class Acceptor {
    /** The handler that Vert.x puts last into a socket's pipeline. */
    private static final String VERTX_HANDLER = "handler";

    private final ListenerConfig config;
    private final ServiceConfig service;
    private final Loop loop;
    private final InstantSource clock;
    private final NetServer server;
    private final WriteBufferWaterMark waterMark;

    Acceptor(Vertx vertx, ListenerConfig config, ServiceConfig service, Loop loop, InstantSource clock) {
        this.config = config;
        this.service = service;
        this.loop = loop;
        this.clock = clock;
        this.waterMark = Route.waterMark(service.relay());
        this.server = vertx.createNetServer(new NetServerOptions()
                .setAcceptBacklog(config.backlog())
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setReuseAddress(true));
    }

    /**
     * Starts to accept.
     *
     * @param port a port, or a negative number for a free one that all who give the same number share
     */
    Future<BoundListener> listen(int port) {
        return server.connectHandler(this::accept)
                .listen(port, config.host())
                .map(bound -> bound())
                .recover(cause -> Future.failedFuture(new BindFailure(config, cause)));
    }

    /** Stops to accept; sockets that are still open after that time are closed. */
    Future<Void> stop(Duration patience) {
        return server.shutdown(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private BoundListener bound() {
        return new BoundListener(config.name(), config.service(), config.host(), server.actualPort());
    }

    private void accept(NetSocket socket) {
        Channel channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
        ChannelConfig options = channel.config();
        options.setAutoRead(false);
        options.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        options.setWriteBufferWaterMark(waterMark);
        SocketAddress client = channel.remoteAddress();
        Session session = new Session(
                loop,
                bound(),
                service,
                client,
                channel.eventLoop(),
                new SessionTimes(loop.nanoTime(), clock.millis()),
                new Choice(loop.random(), affinity(client)));
        channel.pipeline().addBefore(VERTX_HANDLER, "relay", session.client());
        session.start();
    }

    private static long affinity(SocketAddress client) {
        return client instanceof InetSocketAddress inet && !inet.isUnresolved() ? AddressHash.of(inet.getAddress()) : 0;
    }
}
