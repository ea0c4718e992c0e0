package io.equipoise.cluster.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RawConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.unix.Socket;
import io.netty.channel.uring.IoUringIoEvent;
import io.netty.channel.uring.IoUringIoOps;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of a read has the ring's words. */
class RingReadTest {
    // linux/io_uring.h and asm-generic/errno.h
    private static final int CQE_F_SOCK_NONEMPTY = 1 << 2;
    private static final int EBADF = 9;
    private static final int ECONNRESET = 104;
    private static final int MOST = 5;
    private static final long NAME = 77;

    private final ByteBuf buffer = Unpooled.directBuffer(MOST);
    private RawBackend backend;
    private Socket socket;
    private RawConnection peer;

    @BeforeEach
    void connect() throws Exception {
        assertThat(new SteadyEpoll().available()).isTrue(); // loads the calls; no ring is needed
        backend = RawBackend.queued();
        socket = OpenSocket.to(OneLoop.address(backend.port()));
        socket.connect(OneLoop.address(backend.port()));
        peer = backend.take();
        assertThat(socket.finishConnect()).isTrue();
    }

    @AfterEach
    void close() throws Exception {
        buffer.release();
        socket.close();
        peer.close();
        backend.close();
    }

    @Test
    void a_full_buffer_may_not_be_all() throws Exception {
        peer.send("first");
        assertRead(untilSomething(false), MOST, CQE_F_SOCK_NONEMPTY);
        assertThat(buffer.writerIndex(MOST).toString(US_ASCII)).isEqualTo("first");
    }

    @Test
    void a_short_one_is_all_unless_more_is_known_to_follow() throws Exception {
        peer.send("one");
        assertRead(untilSomething(false), 3, 0);
        peer.send("two");
        assertRead(untilSomething(true), 3, CQE_F_SOCK_NONEMPTY);
    }

    @Test
    void nothing_is_told_as_not_now() {
        assertRead(read(true), SpliceCall.EAGAIN, 0);
    }

    @Test
    void the_end_is_told_as_no_bytes() throws Exception {
        peer.finish();
        assertRead(untilSomething(true), 0, 0);
    }

    @Test
    void a_reset_is_told_by_its_number() throws Exception {
        peer.reset();
        assertRead(untilSomething(true), -ECONNRESET, 0);
    }

    @Test
    void a_socket_that_is_closed_leaves_what_came_for_the_next_of_its_number() throws Exception {
        socket.close();
        Socket next = OpenSocket.to(OneLoop.address(backend.port()));
        try {
            next.connect(OneLoop.address(backend.port()));
            try (RawConnection other = backend.take()) {
                other.send("other");
                await().until(() -> next.recvAddress(buffer.memoryAddress(), 0, 1) == 1); // 1 of 5: the rest is there
                assertRead(read(true), -EBADF, 0);
                assertThat(next.recvAddress(buffer.memoryAddress(), 0, MOST)).isEqualTo(MOST - 1);
            }
        } finally {
            next.close();
        }
    }

    private IoUringIoEvent untilSomething(boolean untilEmpty) {
        return await().until(() -> read(untilEmpty), read -> read.res() != SpliceCall.EAGAIN);
    }

    private IoUringIoEvent read(boolean untilEmpty) {
        IoUringIoOps asked = new IoUringIoOps(
                RingOps.RECV,
                (byte) 0,
                (short) 0,
                socket.intValue(),
                0,
                buffer.memoryAddress(),
                MOST,
                0,
                NAME,
                (short) 0,
                (short) 0,
                0,
                0);
        return RingRead.now(asked, socket, untilEmpty);
    }

    private static void assertRead(IoUringIoEvent read, int res, int flags) {
        assertThat(read.opcode()).isEqualTo(RingOps.RECV);
        assertThat(read.userData()).isEqualTo(NAME);
        assertThat(read.res()).isEqualTo(res);
        assertThat(read.flags()).isEqualTo(flags);
    }
}
