package io.equipoise.cluster.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RawConnection;
import io.equipoise.testkit.RefusingPort;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ConnectionPendingException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How they are connected, and what is not taken for a connect. */
class EpollConnectTest {
    /** Both have something to read at the same look; whichever comes first closes the other one and opens a third. */
    @Test
    void what_was_found_of_a_closed_one_is_not_told_to_the_next_with_its_descriptor() throws Exception {
        try (OneLoop loop = OneLoop.on("epoll");
                RefusingPort nobody = RefusingPort.silent();
                RawBackend peer = RawBackend.queued()) {
            InetSocketAddress silent = OneLoop.address(nobody.port());
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
        Channel one = loop.connect(OneLoop.address(peer.port()), first);
        RawConnection onePeer = peer.take();
        Channel two = loop.connect(OneLoop.address(peer.port()), second);
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
            InetSocketAddress address = OneLoop.address(refusing.port());
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
            InetSocketAddress address = OneLoop.address(nobody.port());
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
            InetSocketAddress address = OneLoop.address(nobody.port());
            Channel channel = loop.run(() -> loop.begin(address));
            ChannelFuture connect = channel.connect(address);
            assertThatThrownBy(() -> channel.connect(address).sync()).isInstanceOf(ConnectionPendingException.class);
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

    private static int descriptor(Channel channel) {
        return ((UnixChannel) channel).fd().intValue();
    }
}
