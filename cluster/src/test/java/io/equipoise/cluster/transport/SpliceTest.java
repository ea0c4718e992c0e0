package io.equipoise.cluster.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.equipoise.testkit.SeededBytes;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpliceTest {
    private static final int MOST = 256 << 10;
    private static final int ROUNDS = 40;
    private static final int LITTLE_ROOM = 16 << 10;

    /** Turns of a byte: each ends with what the reader had no room for still in the pipe. */
    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void what_lies_in_the_pipe_when_the_turn_is_over_arrives_though_nothing_follows(String name) throws Exception {
        Transport transport = name.equals("epoll") ? new SteadyEpoll() : new SteadyUring();
        assumeTrue(transport.available(), () -> "left out: " + transport.unavailabilityCause());
        Vertx vertx = Vertx.builder()
                .withTransport(transport)
                .with(new VertxOptions().setEventLoopPoolSize(1))
                .build();
        try (Socket sender = new Socket();
                ServerSocket reading = new ServerSocket()) {
            CompletableFuture<Channel> from = new CompletableFuture<>();
            NetServer server = await(vertx.createNetServer()
                    .connectHandler(accepted -> from.complete(channel((NetSocketInternal) accepted.pause())))
                    .listen(0, "127.0.0.1"));
            sender.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.actualPort()));
            reading.setReceiveBufferSize(LITTLE_ROOM);
            reading.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            // Vert.x ends the connections of a client that nobody refers to any more.
            NetClient client = vertx.createNetClient();
            Channel to = channel((NetSocketInternal) await(client.connect(reading.getLocalPort(), "127.0.0.1")));
            try (Socket reader = reading.accept()) {
                splice(from.get(30, TimeUnit.SECONDS), to);
                reader.setSoTimeout(30_000);
                Random lengths = new Random(5);
                for (int round = 0; round < ROUNDS; round++) {
                    int length = lengths.nextInt(MOST);
                    CompletableFuture<String> sent = CompletableFuture.supplyAsync(() -> write(sender, length));
                    assertThat(SeededBytes.read(reader.getInputStream(), length))
                            .isEqualTo(sent.get(30, TimeUnit.SECONDS));
                }
            }
            await(client.close());
        } finally {
            await(vertx.close());
        }
    }

    private static void splice(Channel from, Channel to) throws Exception {
        from.eventLoop()
                .submit(() -> {
                    from.config().setAutoRead(false);
                    to.config().setOption(ChannelOption.SO_SNDBUF, LITTLE_ROOM);
                    new Steady(from, to).onPaused();
                })
                .get(30, TimeUnit.SECONDS);
    }

    private static String write(Socket sender, int length) {
        try {
            return SeededBytes.write(sender.getOutputStream(), length, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Channel channel(NetSocketInternal socket) {
        return socket.channelHandlerContext().channel();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    /** Splices on after each pause. */
    private record Steady(Channel from, Channel to) implements Splice.Observer {
        @Override
        public void onSpliced(int bytes) {}

        @Override
        public void onPaused() {
            from.eventLoop().execute(() -> {
                if (Splice.begin(from, to, this, 1) == null) { // a read from before is still under way
                    onPaused();
                }
            });
        }

        @Override
        public void onBroken() {}
    }
}
