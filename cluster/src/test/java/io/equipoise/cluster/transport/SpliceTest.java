package io.equipoise.cluster.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.SeededBytes;
import io.netty.channel.Channel;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpliceTest {
    private static final int MOST = 256 << 10;
    private static final int ROUNDS = 40;
    private static final int LITTLE_ROOM = 16 << 10;
    private static final int LONG = 8 << 20;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_MAXSEG = 2;

    /** Turns of a byte: each ends with what the reader had no room for still in the pipe. */
    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void what_lies_in_the_pipe_when_the_turn_is_over_arrives_though_nothing_follows(String name) throws Exception {
        try (OneLoop loop = OneLoop.on(name);
                Socket sender = new Socket();
                ServerSocket reading = new ServerSocket()) {
            sender.connect(loop.listen());
            reading.setReceiveBufferSize(LITTLE_ROOM);
            reading.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Channel to = loop.connect((InetSocketAddress) reading.getLocalSocketAddress());
            try (Socket reader = reading.accept()) {
                splice(loop.accepted(), to);
                reader.setSoTimeout(30_000);
                Random lengths = new Random(5);
                for (int round = 0; round < ROUNDS; round++) {
                    int length = lengths.nextInt(MOST);
                    CompletableFuture<String> sent = CompletableFuture.supplyAsync(() -> write(sender, length));
                    assertThat(SeededBytes.read(reader.getInputStream(), length))
                            .isEqualTo(sent.get(30, TimeUnit.SECONDS));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void the_longest_pieces_are_whole_segments_of_the_connection_that_gets_them(String name) throws Exception {
        try (OneLoop loop = OneLoop.on(name);
                Socket sender = new Socket();
                ServerSocket reading = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            sender.connect(loop.listen());
            Channel to = loop.run(() -> loop.begin((InetSocketAddress) reading.getLocalSocketAddress()));
            fd(to).setIntOpt(IPPROTO_TCP, TCP_MAXSEG, 1_000);
            to.connect(reading.getLocalSocketAddress()).sync();
            try (Socket reader = reading.accept()) {
                AtomicInteger longest = new AtomicInteger();
                Channel from = loop.accepted();
                from.eventLoop().execute(new Steady(from, to, 1 << 20, longest)::onPaused);
                CompletableFuture<String> sent = CompletableFuture.supplyAsync(() -> write(sender, LONG));
                assertThat(SeededBytes.read(reader.getInputStream(), LONG)).isEqualTo(sent.get(30, TimeUnit.SECONDS));
                int segment = fd(to).getIntOpt(IPPROTO_TCP, TCP_MAXSEG);
                assertThat(segment).isBetween(900, 1_000);
                assertThat(longest).hasValue(Pipe.ROOM - Pipe.ROOM % segment);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void nothing_is_spliced_to_or_from_a_connection_that_was_closed(String name) throws Exception {
        try (OneLoop loop = OneLoop.on(name);
                Socket sender = new Socket();
                ServerSocket reading = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            sender.connect(loop.listen());
            Channel open = loop.accepted();
            Channel closed = loop.connect((InetSocketAddress) reading.getLocalSocketAddress());
            closed.close().sync();

            assertThat(loop.run(() -> begin(open, closed))).isNull();
            assertThat(loop.run(() -> begin(closed, open))).isNull();
        }
    }

    private static @Nullable Splice begin(Channel from, Channel to) {
        return Splice.begin(from, to, new Steady(from, to, 1, new AtomicInteger()));
    }

    private static void splice(Channel from, Channel to) throws Exception {
        from.eventLoop()
                .submit(() -> {
                    fd(to).setSendBufferSize(LITTLE_ROOM);
                    new Steady(from, to, 1, new AtomicInteger()).onPaused();
                    return null;
                })
                .get(30, TimeUnit.SECONDS);
    }

    private static io.netty.channel.unix.Socket fd(Channel channel) {
        return (io.netty.channel.unix.Socket) ((UnixChannel) channel).fd();
    }

    private static String write(Socket sender, int length) {
        try {
            return SeededBytes.write(sender.getOutputStream(), length, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Splices on after each pause, by turns of so many bytes. */
    private record Steady(Channel from, Channel to, int turn, AtomicInteger longest) implements Splice.Observer {
        @Override
        public void onSpliced(int bytes) {
            longest.accumulateAndGet(bytes, Math::max);
        }

        @Override
        public void onPaused() {
            from.eventLoop().execute(() -> {
                boolean areOpen = from.isOpen() && to.isOpen();
                if (areOpen && Splice.begin(from, to, this, turn) == null) { // a read from before is still under way
                    onPaused();
                }
            });
        }

        @Override
        public void onBroken() {}
    }
}
