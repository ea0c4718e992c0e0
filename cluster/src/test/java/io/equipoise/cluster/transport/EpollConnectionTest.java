package io.equipoise.cluster.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RawConnection;
import io.equipoise.testkit.RefusingPort;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the relay's tests do not see of them; they run over them as well. */
class EpollConnectionTest {
    private static final String END = "end";

    @Test
    void what_came_while_nobody_read_is_read_later_and_then_its_end() throws Exception {
        Heard heard = new Heard();
        try (OneLoop loop = OneLoop.on("epoll");
                RawBackend peer = RawBackend.queued()) {
            Channel channel = loop.connect(address(peer), heard);
            try (RawConnection other = peer.take()) {
                other.send("early");
                other.finish();
                loop.run(() -> channel.config().setAutoRead(true));
                assertThat(heard.next()).isEqualTo("early");
                assertThat(heard.next()).isEqualTo(END);
            }
        }
    }

    @Test
    void a_read_that_is_asked_for_once_is_made_once() throws Exception {
        Heard heard = new Heard();
        try (OneLoop loop = OneLoop.on("epoll");
                RawBackend peer = RawBackend.queued()) {
            Channel channel = loop.connect(address(peer), heard);
            channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(4));
            try (RawConnection other = peer.take()) {
                other.send("firstly");
                channel.read();
                assertThat(heard.next()).isEqualTo("firs");
                channel.read();
                assertThat(heard.next()).isEqualTo("tly");
                assertThat(heard.strings).isEmpty();
            }
        }
    }

    @Test
    void whatever_is_written_arrives_in_order() throws Exception {
        Random random = new Random(11);
        byte[] bulk = new byte[3 << 20];
        random.nextBytes(bulk);
        try (OneLoop loop = OneLoop.on("epoll");
                RawBackend peer = RawBackend.queued()) {
            Channel channel = loop.connect(address(peer));
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
    void nothing_but_buffers_can_be_written() throws Exception {
        try (OneLoop loop = OneLoop.on("epoll");
                RawBackend peer = RawBackend.queued()) {
            Channel channel = loop.connect(address(peer));
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
            Channel little = loop.connect(address(peer), new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext ctx, Object message) {
                    ((ByteBuf) message).release();
                    readsBefore.set(reads.get());
                    other.countDown();
                }
            });
            RawConnection littlePeer = peer.take();
            Channel stream = loop.connect(address(peer), new ChannelInboundHandlerAdapter() {
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

    /** Both have something to read at the same look; whichever comes first closes the other one and opens a third. */
    @Test
    void what_was_found_of_a_closed_one_is_not_told_to_the_next_with_its_descriptor() throws Exception {
        try (OneLoop loop = OneLoop.on("epoll");
                RefusingPort nobody = RefusingPort.silent();
                RawBackend peer = RawBackend.queued()) {
            InetSocketAddress silent = new InetSocketAddress(InetAddress.getLoopbackAddress(), nobody.port());
            int seen = 0;
            for (int round = 0; round < 50 && seen < 5; round++) {
                seen += reuse(loop, silent, peer) ? 1 : 0;
            }
            assertThat(seen).as("rounds in which the descriptor was used again").isEqualTo(5);
        }
    }

    /** Returns whether the third got the descriptor of the closed one, and checks that it is not taken for connected. */
    private static boolean reuse(OneLoop loop, InetSocketAddress silent, RawBackend peer) throws Exception {
        BlockingQueue<Channel> third = new LinkedBlockingQueue<>();
        Closing first = new Closing(loop, silent, third);
        Closing second = new Closing(loop, silent, third);
        Channel one = loop.connect(address(peer), first);
        RawConnection onePeer = peer.take();
        Channel two = loop.connect(address(peer), second);
        RawConnection twoPeer = peer.take();
        first.other = two;
        second.other = one;
        int descriptors = descriptor(one) + descriptor(two);
        loop.run(() -> {
            one.config().setAutoRead(true);
            two.config().setAutoRead(true);
            onePeer.send("!");
            twoPeer.send("!");
            return null;
        });
        Channel opened = third.poll(30, TimeUnit.SECONDS);
        assertThat(opened).isNotNull();
        loop.run(() -> null);
        assertThat(opened.isActive()).as("nobody answers there").isFalse();
        Channel left = one.isOpen() ? one : two;
        boolean isReused = descriptor(opened) + descriptor(left) == descriptors;
        loop.run(() -> {
            left.close();
            opened.close();
            return null;
        });
        onePeer.close();
        twoPeer.close();
        return isReused;
    }

    /** When it hears something, closes the other and connects a third; once. */
    private static final class Closing extends ChannelInboundHandlerAdapter {
        private final OneLoop loop;
        private final InetSocketAddress silent;
        private final BlockingQueue<Channel> third;
        private Channel other;

        Closing(OneLoop loop, InetSocketAddress silent, BlockingQueue<Channel> third) {
            this.loop = loop;
            this.silent = silent;
            this.third = third;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ((ByteBuf) message).release();
            if (third.isEmpty()) {
                other.close();
                Channel opened = loop.begin(silent);
                opened.connect(silent);
                third.add(opened);
            }
        }
    }

    @Test
    void a_refused_connect_says_so_and_with_whom() throws Exception {
        try (OneLoop loop = OneLoop.on("epoll");
                RefusingPort refusing = RefusingPort.refusing()) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), refusing.port());
            assertThatThrownBy(() -> loop.connect(address))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("refused")
                    .hasMessageContaining(String.valueOf(refusing.port()));
        }
    }

    @Test
    void a_connect_that_nobody_answers_ends_in_time() throws Exception {
        try (OneLoop loop = OneLoop.on("epoll");
                RefusingPort nobody = RefusingPort.silent()) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), nobody.port());
            Channel channel = loop.run(() -> loop.begin(address));
            channel.config().setConnectTimeoutMillis(50);
            assertThatThrownBy(() -> channel.connect(address).sync()).isInstanceOf(ConnectTimeoutException.class);
            assertThat(channel.closeFuture().await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_connect_whose_channel_is_closed_fails() throws Exception {
        try (OneLoop loop = OneLoop.on("epoll");
                RefusingPort nobody = RefusingPort.silent()) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), nobody.port());
            Channel channel = loop.run(() -> loop.begin(address));
            ChannelFuture connect = channel.connect(address);
            assertThatThrownBy(() -> channel.connect(address).sync()).hasMessage(null);
            channel.close().sync();
            assertThat(connect.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(connect.cause()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void an_address_of_the_sixth_version_can_be_connected() throws Exception {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        assumeTrue(NetworkInterface.getByInetAddress(loopback) != null, "left out: this machine has no ::1");
        try (OneLoop loop = OneLoop.on("epoll");
                ServerSocket server = new ServerSocket(0, 1, loopback)) {
            Channel channel = loop.connect((InetSocketAddress) server.getLocalSocketAddress());
            try (Socket other = server.accept()) {
                assertThat(other.getPort()).isEqualTo(((InetSocketAddress) channel.localAddress()).getPort());
            }
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
            Channel channel = loop.connect(address(peer));
            peer.take().reset();
            assertThat(channel.closeFuture().await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void send(RawConnection to, String text) {
        try {
            to.send(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetSocketAddress address(RawBackend peer) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), peer.port());
    }

    private static io.netty.channel.unix.Socket socket(Channel channel) {
        return (io.netty.channel.unix.Socket) ((UnixChannel) channel).fd();
    }

    private static int descriptor(Channel channel) {
        return ((UnixChannel) channel).fd().intValue();
    }

    /** What was read, and the end. */
    private static final class Heard extends ChannelInboundHandlerAdapter {
        private final BlockingQueue<String> strings = new LinkedBlockingQueue<>();

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf data = (ByteBuf) message;
            strings.add(data.toString(US_ASCII));
            data.release();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof ChannelInputShutdownEvent) {
                strings.add(END);
            }
        }

        String next() throws InterruptedException {
            return strings.poll(30, TimeUnit.SECONDS);
        }
    }
}
