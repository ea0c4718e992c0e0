package io.equipoise.cluster.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RawConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the relay's tests do not see of them; they run over them as well. */
class EpollConnectionTest {
    @Test
    void whatever_is_written_arrives_in_order() throws Exception {
        Random random = new Random(11);
        byte[] bulk = new byte[3 << 20];
        random.nextBytes(bulk);
        try (OneLoop loop = OneLoop.on("epoll");
                RawBackend peer = RawBackend.queued()) {
            Channel channel = loop.connect(OneLoop.address(peer.port()));
            try (RawConnection other = peer.take()) {
                ChannelFuture written = loop.run(() -> {
                    channel.write(Unpooled.copiedBuffer("heap ", US_ASCII));
                    channel.write(Unpooled.EMPTY_BUFFER);
                    for (int i = 0; i < 200; i++) {
                        channel.write(channel.alloc().directBuffer().writeBytes("direct ".getBytes(US_ASCII)));
                    }
                    channel.write(Unpooled.wrappedBuffer(
                            Unpooled.directBuffer().writeBytes("com".getBytes(US_ASCII)),
                            Unpooled.copiedBuffer("posite ", US_ASCII)));
                    return channel.writeAndFlush(Unpooled.wrappedBuffer(bulk));
                });
                String start = "heap " + "direct ".repeat(200) + "composite ";
                assertThat(new String(other.receive(start.length()), US_ASCII)).isEqualTo(start);
                assertThat(other.in().readNBytes(bulk.length)).isEqualTo(bulk);
                assertThat(written.await(30, TimeUnit.SECONDS)).isTrue();
                assertThat(written.isSuccess()).isTrue();
            }
        }
    }

    @Test
    void what_is_sent_at_once_is_not_sent_before_what_waits() throws Exception {
        try (OneLoop loop = OneLoop.on("epoll");
                RawBackend peer = RawBackend.queued()) {
            Channel channel = loop.connect(OneLoop.address(peer.port()));
            try (RawConnection other = peer.take()) {
                loop.run(() -> {
                    assertThat(Connections.sendAtOnce(channel, direct("one "))).isTrue();
                    channel.write(direct("two "));
                    ByteBuf third = direct("three ");
                    assertThat(Connections.sendAtOnce(channel, third)).isFalse();
                    channel.writeAndFlush(third);
                    assertThat(Connections.sendAtOnce(channel, direct("four"))).isTrue();
                    return null;
                });
                assertThat(new String(other.receive(18), US_ASCII)).isEqualTo("one two three four");
            }
        }
    }

    @Test
    void of_what_has_no_room_the_rest_is_left_to_be_written() throws Exception {
        byte[] bulk = new byte[16 << 20];
        new Random(12).nextBytes(bulk);
        try (OneLoop loop = OneLoop.on("epoll");
                RawBackend peer = RawBackend.queued()) {
            Channel channel = loop.connect(OneLoop.address(peer.port()));
            try (RawConnection other = peer.take()) {
                ChannelFuture written = loop.run(() -> {
                    ByteBuf data = Unpooled.directBuffer(bulk.length).writeBytes(bulk);
                    assertThat(Connections.sendAtOnce(channel, data)).isFalse();
                    assertThat(data.readableBytes()).isBetween(1, bulk.length - 1);
                    return channel.writeAndFlush(data);
                });
                assertThat(other.in().readNBytes(bulk.length)).isEqualTo(bulk);
                assertThat(written.await(30, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void nothing_can_be_sent_at_once_to_who_is_gone() throws Exception {
        try (OneLoop loop = OneLoop.on("epoll");
                RawBackend peer = RawBackend.queued()) {
            Channel channel = loop.connect(OneLoop.address(peer.port()));
            peer.take().reset();
            channel.closeFuture().await(30, TimeUnit.SECONDS);
            loop.run(() -> {
                ByteBuf data = direct("lost");
                assertThat(Connections.sendAtOnce(channel, data)).isFalse();
                assertThat(data.release()).isTrue();
                return null;
            });
        }
    }

    @Test
    void nothing_but_buffers_can_be_written() throws Exception {
        try (OneLoop loop = OneLoop.on("epoll");
                RawBackend peer = RawBackend.queued()) {
            Channel channel = loop.connect(OneLoop.address(peer.port()));
            assertThatThrownBy(() -> channel.writeAndFlush("a string").sync())
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("java.lang.String");
        }
    }

    @Test
    void a_long_stream_lets_others_have_their_turn() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        CountDownLatch other = new CountDownLatch(1);
        AtomicInteger readsBefore = new AtomicInteger();
        try (OneLoop loop = OneLoop.on("epoll");
                RawBackend peer = RawBackend.queued()) {
            Channel little = loop.connect(OneLoop.address(peer.port()), new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext ctx, Object message) {
                    ((ByteBuf) message).release();
                    readsBefore.set(reads.get());
                    other.countDown();
                }
            });
            RawConnection littlePeer = peer.take();
            Channel stream = loop.connect(OneLoop.address(peer.port()), new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext ctx, Object message) {
                    ((ByteBuf) message).release();
                    if (reads.incrementAndGet() == 1) {
                        send(littlePeer, "!");
                    }
                }
            });
            stream.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(256));
            try (RawConnection streaming = peer.take()) {
                streaming.send("x".repeat(512 << 10));
                loop.run(() -> little.config().setAutoRead(true));
                loop.run(() -> stream.config().setAutoRead(true));
                assertThat(other.await(30, TimeUnit.SECONDS)).isTrue();
                assertThat(readsBefore.get()).isBetween(1, 3 * 16);
            }
            littlePeer.close();
        }
    }

    /** Its socket inherits it from the listening one. */
    @Test
    void who_is_accepted_is_known_by_its_address_and_sends_at_once() throws Exception {
        try (OneLoop loop = OneLoop.on("epoll");
                Socket client = new Socket()) {
            client.connect(loop.listen());
            Channel accepted = loop.accepted();
            assertThat(accepted.remoteAddress()).isEqualTo(client.getLocalSocketAddress());
            assertThat(accepted.localAddress()).isEqualTo(client.getRemoteSocketAddress());
            assertThat(socket(accepted).isTcpNoDelay()).isTrue();
            assertThat(socket(accepted).isKeepAlive()).isTrue();
            accepted.config().setOption(ChannelOption.SO_LINGER, 0);
            assertThat(socket(accepted).getSoLinger()).isZero();
        }
    }

    @Test
    void the_reset_of_one_that_nobody_reads_closes_it() throws Exception {
        try (OneLoop loop = OneLoop.on("epoll");
                RawBackend peer = RawBackend.queued()) {
            Channel channel = loop.connect(OneLoop.address(peer.port()));
            peer.take().reset();
            assertThat(channel.closeFuture().await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static ByteBuf direct(String text) {
        return Unpooled.directBuffer().writeBytes(text.getBytes(US_ASCII));
    }

    private static void send(RawConnection to, String text) {
        try {
            to.send(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static io.netty.channel.unix.Socket socket(Channel channel) {
        return (io.netty.channel.unix.Socket) ((UnixChannel) channel).fd();
    }
}
