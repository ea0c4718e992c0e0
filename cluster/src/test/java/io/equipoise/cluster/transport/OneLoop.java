package io.equipoise.cluster.transport;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.transport.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Connections of one event loop, as the balancer opens and accepts them: nobody reads them until told to. */
final class OneLoop implements AutoCloseable {
    private static final Map<ChannelOption<?>, ?> OPTIONS = Map.of(
            ChannelOption.AUTO_READ, false,
            ChannelOption.ALLOW_HALF_CLOSURE, true,
            ChannelOption.AUTO_CLOSE, false);

    private final VertxInternal vertx;
    private final EventLoop loop;
    private final BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();

    private OneLoop(Vertx vertx) {
        this.vertx = (VertxInternal) vertx;
        this.loop = this.vertx.getOrCreateContext().nettyEventLoop();
    }

    /** On the transport of that name, unless it does not work here: then the test is left out. */
    static OneLoop on(String name) {
        Transport transport = name.equals("epoll") ? new SteadyEpoll() : new SteadyUring();
        assumeTrue(transport.available(), () -> "left out: " + transport.unavailabilityCause());
        return new OneLoop(Vertx.builder()
                .withTransport(transport)
                .with(new VertxOptions().setEventLoopPoolSize(1))
                .build());
    }

    /** That port on loopback. */
    static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Listens on a free port. */
    InetSocketAddress listen() throws InterruptedException {
        return (InetSocketAddress) Connections.acceptedBy(new Bootstrap())
                .group(loop)
                .channelFactory(vertx.transport().serverChannelFactory(false))
                .handler(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext ctx, Object client) {
                        Channel channel = (Channel) client;
                        channel.config().setOptions(OPTIONS);
                        loop.register(channel).addListener(registered -> accepted.add(channel));
                    }
                })
                .bind(address(0))
                .sync()
                .channel()
                .localAddress();
    }

    /** The next that was accepted. */
    Channel accepted() throws InterruptedException {
        return accepted.poll(30, TimeUnit.SECONDS);
    }

    /** One that is connected there. */
    Channel connect(InetSocketAddress address, ChannelHandler... handlers) throws Exception {
        Channel channel = run(() -> begin(address, handlers));
        channel.connect(address).sync();
        return channel;
    }

    /** One that is to be connected. On the loop. */
    Channel begin(InetSocketAddress address, ChannelHandler... handlers) {
        Channel channel = Connections.of(vertx.transport()).open(address);
        channel.config().setOptions(OPTIONS);
        channel.pipeline().addLast(handlers);
        var unused = loop.register(channel);
        return channel;
    }

    /** What that gives on the loop. */
    <T> T run(Callable<T> task) throws Exception {
        return loop.submit(task).get(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }
}
