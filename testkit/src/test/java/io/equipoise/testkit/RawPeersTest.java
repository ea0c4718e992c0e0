package io.equipoise.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.equipoise.testkit.RawConnection.End;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RawPeersTest {
    /** Now and then the kernel tells of the reset before it has told of the handshake. */
    @Test
    void a_peer_that_resets_at_once_has_ended_the_connection_whenever_that_is_noticed() throws IOException {
        try (RawBackend backend = RawBackend.start(RawConnection::reset)) {
            for (int i = 0; i < 500; i++) {
                try (RawConnection client = RawConnection.to(backend.port())) {
                    assertThat(client.awaitEnd()).isEqualTo(End.RESET);
                    client.reset();
                }
            }
        }
    }

    @Test
    void an_echo_sends_back_every_byte_and_then_ends() throws Exception {
        try (RawBackend backend = RawBackend.start(RawBackend::echo);
                RawConnection client = RawConnection.to(backend.port())) {
            byte[] bytes = SeededBytes.of(1, 100_000);
            client.send(bytes);
            client.finish();
            assertThat(client.receiveAll()).isEqualTo(bytes);
        }
    }

    @Test
    void a_reset_and_a_clean_end_are_told_apart() throws Exception {
        // By hand: one that resets at once may do so before the connect is done.
        try (RawBackend backend = RawBackend.queued();
                RawConnection first = RawConnection.to(backend.port())) {
            backend.take().reset();
            assertThat(first.awaitEnd()).isEqualTo(End.RESET);
            try (RawConnection second = RawConnection.to(backend.port())) {
                backend.take().close();
                assertThat(second.awaitEnd()).isEqualTo(End.FINISHED);
            }
        }
    }

    @Test
    void a_queued_connection_is_played_by_hand() throws Exception {
        try (RawBackend backend = RawBackend.queued();
                RawConnection client = RawConnection.to(backend.port());
                RawConnection far = backend.take()) {
            far.send("hello\n");
            assertThat(client.receiveLine()).isEqualTo("hello");
            client.reset();
            assertThat(far.awaitEnd()).isEqualTo(End.RESET);
        }
    }

    @Test
    void refusing_and_silent_ports_do_what_they_say() {
        try (RefusingPort refusing = RefusingPort.refusing();
                RefusingPort silent = RefusingPort.silent()) {
            assertThatThrownBy(() -> connect(refusing.port())).isInstanceOf(ConnectException.class);
            assertThatThrownBy(() -> connect(silent.port())).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void seeded_streams_have_the_same_digest_however_they_are_read() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String written = SeededBytes.write(out, 7, 150_001);
        assertThat(out.toByteArray()).isEqualTo(SeededBytes.of(7, 150_001));
        assertThat(SeededBytes.sha256(7, 150_001)).isEqualTo(written);
        assertThat(SeededBytes.read(new ByteArrayInputStream(out.toByteArray()), 150_001))
                .isEqualTo(written);
    }

    @Test
    void a_load_counts_answers_by_backend_and_failures_by_reason() {
        InetSocketAddress address;
        ConnectionLoad load;
        try (RawBackend backend = RawBackend.start(RawPeersTest::echoWithName)) {
            address = new InetSocketAddress(InetAddress.getLoopbackAddress(), backend.port());
            load = ConnectionLoad.start(address, 100, Duration.ofSeconds(10));
            Awaitility.await().until(() -> load.soFar().size() >= 50);
        }
        long gone = System.nanoTime();
        Awaitility.await()
                .until(() ->
                        new LoadResult(load.soFar()).begunFrom(gone).requests().size() >= 5);
        LoadResult result = load.stop();
        assertThat(result.byBackend().get("me")).isGreaterThanOrEqualTo(50);
        assertThat(result.begunFrom(gone).failures().keySet()).allMatch(reason -> reason.contains("refused"));
        assertThat(result.begunFrom(gone).failed())
                .hasSameSizeAs(result.begunFrom(gone).requests());
    }

    private static void echoWithName(RawConnection connection) throws IOException {
        assertThat(connection.receiveLine() + "\n").isEqualTo(ConnectionLoad.WHO_ARE_YOU);
        connection.out().write("me\n".getBytes(StandardCharsets.US_ASCII));
        RawBackend.echo(connection);
    }

    private static void connect(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
        }
    }
}
