package io.equipoise.balancer.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.Proc;
import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RawConnection;
import io.equipoise.testkit.SeededBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Long streams, which the kernel moves through pipes. */
class BulkIT {
    private static final long MIB = 1 << 20;
    private static final int SESSIONS = 10;

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING"})
    void a_long_stream_has_a_pipe_until_it_is_idle_and_a_word_after_it_comes_in_order(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = TestProxy.over(Setup.on(net).loops(1), backend.port())) {
            int before = pipeEnds();
            List<RawConnection> open = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                RawConnection client = proxy.connect();
                open.add(client);
                carry(client, backend.take());
            }
            assertThat(pipeEnds()).isBetween(before + 2, before + 2 * SESSIONS - 2);
            for (RawConnection each : open) {
                each.close();
            }
        }
    }

    private static void carry(RawConnection from, RawConnection to) throws Exception {
        from.send("first\n");
        assertThat(to.receiveLine()).isEqualTo("first");
        Writing stream = Writing.start(from, 1, 64 * MIB);
        assertThat(SeededBytes.read(to.in(), 64 * MIB)).isEqualTo(stream.sha256());
        from.send("last\n");
        assertThat(to.receiveLine()).isEqualTo("last");
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL_SPLICING", "IO_URING_SPLICING"})
    void what_is_said_before_a_pause_arrives_whole_though_its_reader_has_little_room(Net net) throws Exception {
        Random lengths = new Random(7);
        try (RawBackend backend = RawBackend.queuedWithReceiveBuffer(16 * 1024);
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                RawConnection client = proxy.connect();
                RawConnection served = backend.take()) {
            for (int i = 0; i < 100; i++) {
                long length = lengths.nextInt((int) (4 * MIB));
                Writing part = Writing.start(client, i, length);
                assertThat(SeededBytes.read(served.in(), length)).isEqualTo(part.sha256());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING"})
    void a_stream_that_breaks_off_leaves_no_pipe_behind(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port())) {
            int before = pipeEnds();
            RawConnection client = proxy.connect();
            RawConnection served = backend.take();
            Writing up = Writing.endless(client);
            up.awaitStall();
            assertThat(pipeEnds()).isEqualTo(before + 2);

            served.reset();

            assertThat(up.end()).failsWithin(TestProxy.LIMIT);
            assertThat(proxy.report().reason()).isEqualTo(CloseReason.BACKEND_RESET);
            Async.until(() -> pipeEnds() == before);
            client.close();
        }
    }

    private static int pipeEnds() {
        return Proc.openPipeEnds(ProcessHandle.current().pid());
    }
}
