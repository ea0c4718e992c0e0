package io.equipoise.cluster.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RawConnection;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the relay's tests do not see of how connections are read. */
class ReadsTest {
    private static final String END = "end";
    private static final String RESET = "reset";

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void what_came_while_nobody_read_is_read_later_and_then_its_end(String name) throws Exception {
        Heard heard = new Heard();
        try (OneLoop loop = OneLoop.on(name);
                RawBackend peer = RawBackend.queued()) {
            Channel channel = loop.connect(OneLoop.address(peer.port()), heard);
            try (RawConnection other = peer.take()) {
                other.send("early");
                other.finish();
                loop.run(() -> channel.config().setAutoRead(true));
                assertThat(heard.next()).isEqualTo("early");
                assertThat(heard.next()).isEqualTo(END);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"epoll,5", "epoll,64", "io_uring,5", "io_uring,64"})
    void an_end_that_came_with_the_last_bytes_is_found_whether_or_not_they_fill_the_buffer(String name, int buffer)
            throws Exception {
        Heard heard = new Heard();
        try (OneLoop loop = OneLoop.on(name);
                RawBackend peer = RawBackend.queued()) {
            Channel channel = loop.connect(OneLoop.address(peer.port()), heard);
            channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(buffer));
            try (RawConnection other = peer.take()) {
                loop.run(() -> channel.config().setAutoRead(true));
                // The loop hears of it at its next look, of all at once.
                loop.run(() -> {
                    other.send("early");
                    other.finish();
                    return null;
                });
                assertThat(heard.next()).isEqualTo("early");
                assertThat(heard.next()).isEqualTo(END);
            }
        }
    }

    /** The kernel ends a read before it. */
    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void what_follows_an_urgent_byte_is_read_and_then_its_end(String name) throws Exception {
        Heard heard = new Heard();
        try (OneLoop loop = OneLoop.on(name);
                RawBackend peer = RawBackend.queued()) {
            Channel channel = loop.connect(OneLoop.address(peer.port()), heard);
            try (RawConnection other = peer.take()) {
                loop.run(() -> channel.config().setAutoRead(true));
                loop.run(() -> {
                    other.send("early");
                    other.sendUrgent('!');
                    other.send("late");
                    return null;
                });
                assertThat(heard.next()).isEqualTo("early");
                assertThat(heard.next()).isEqualTo("late");
                other.finish();
                assertThat(heard.next()).isEqualTo(END);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void a_reset_that_came_with_the_last_bytes_is_told_after_them(String name) throws Exception {
        Heard heard = new Heard();
        try (OneLoop loop = OneLoop.on(name);
                RawBackend peer = RawBackend.queued()) {
            Channel channel = loop.connect(OneLoop.address(peer.port()), heard);
            RawConnection other = peer.take();
            loop.run(() -> channel.config().setAutoRead(true));
            loop.run(() -> {
                other.send("early");
                other.reset();
                return null;
            });
            assertThat(heard.next()).isEqualTo("early");
            assertThat(heard.next()).isEqualTo(RESET);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void a_read_that_is_asked_for_once_is_made_once(String name) throws Exception {
        Heard heard = new Heard();
        try (OneLoop loop = OneLoop.on(name);
                RawBackend peer = RawBackend.queued()) {
            Channel channel = loop.connect(OneLoop.address(peer.port()), heard);
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

    /** What was read, and the end. */
    private static final class Heard extends ChannelInboundHandlerAdapter {
        private final BlockingQueue<String> strings = new LinkedBlockingQueue<>();
        private boolean ended;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf data = (ByteBuf) message;
            strings.add(data.toString(US_ASCII));
            data.release();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            boolean isEnd =
                    event instanceof ChannelInputShutdownEvent || event instanceof ChannelInputShutdownReadComplete;
            if (isEnd && !ended) { // told once or twice
                ended = true;
                strings.add(END);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            strings.add(cause instanceof IOException ? RESET : cause.toString());
        }

        String next() throws InterruptedException {
            return strings.poll(30, TimeUnit.SECONDS);
        }
    }
}
