package io.equipoise.cluster.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SynFilterTest {
    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void nobody_new_gets_in_and_who_was_in_before_is_accepted(String name) throws Exception {
        Transport transport = name.equals("epoll") ? new SteadyEpoll() : new SteadyUring();
        assumeTrue(transport.available(), () -> "left out: " + transport.unavailabilityCause());
        Vertx vertx = Vertx.builder().withTransport(transport).build();
        CompletableFuture<Channel> accepted = new CompletableFuture<>();
        try (Socket before = new Socket()) {
            Channel listening = listen((VertxInternal) vertx, accepted);
            before.connect(listening.localAddress());

            assertThat(listening
                            .eventLoop()
                            .submit(() -> SynFilter.attach(listening))
                            .get(30, TimeUnit.SECONDS))
                    .isTrue();
            SocketAddress address = listening.localAddress();
            assertThatThrownBy(() -> connect(address, 300)).isInstanceOf(SocketTimeoutException.class);
            listening.config().setAutoRead(true);
            assertThat(accepted.get(30, TimeUnit.SECONDS).remoteAddress()).isEqualTo(before.getLocalSocketAddress());
            listening.close().sync();
            assertThatThrownBy(() -> connect(address, 30_000)).isInstanceOf(ConnectException.class);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }

    private static void connect(SocketAddress address, int limitMillis) throws IOException {
        try (Socket client = new Socket()) {
            client.connect(address, limitMillis);
        }
    }

    /** Accepts nobody before it is told to. */
    private static Channel listen(VertxInternal vertx, CompletableFuture<Channel> accepted)
            throws InterruptedException {
        return new Bootstrap()
                .group(vertx.getOrCreateContext().nettyEventLoop())
                .channelFactory(vertx.transport().serverChannelFactory(false))
                .option(ChannelOption.AUTO_READ, false)
                .handler(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext ctx, Object client) {
                        accepted.complete((Channel) client);
                        ((Channel) client).unsafe().closeForcibly();
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync()
                .channel();
    }
}
