package io.equipoise.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.cluster.registry.BackendState;
import io.equipoise.cluster.registry.LoadReport;
import io.equipoise.cluster.registry.Registration;
import io.equipoise.cluster.transport.SteadyEpoll;
import io.equipoise.cluster.transport.SteadyUring;
import io.equipoise.testkit.RawConnection;
import io.equipoise.testkit.SeededBytes;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EchoIT {
    private static final int MIB = 1024 * 1024;

    private Vertx vertx;
    private FakeBalancer balancer;
    private Registration backend;

    static Stream<Transport> transports() {
        return Stream.of(new SteadyUring(), new SteadyEpoll(), Transport.NIO).filter(EchoIT::works);
    }

    private static boolean works(Transport transport) {
        if (!transport.available()) {
            System.out.println(
                    "left out, as it does not work here: " + transport.name() + ": " + transport.unavailabilityCause());
        }
        return transport.available();
    }

    @AfterEach
    void close() {
        Await.result(vertx.close());
    }

    @ParameterizedTest
    @MethodSource("transports")
    void a_mebibyte_each_way_at_once_comes_back_whole_and_ends_with_a_fin(Transport transport) throws Exception {
        start(transport);
        try (RawConnection client = connect()) {
            CompletableFuture<String> sent = sendAndFinish(client, 1, MIB);
            assertThat(SeededBytes.read(client.in(), MIB)).isEqualTo(sent.get());
            assertThat(client.awaitEnd()).isEqualTo(RawConnection.End.FINISHED);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void a_client_that_ends_first_and_reads_later_gets_everything(Transport transport) throws Exception {
        start(transport);
        try (RawConnection client = connectWithSmallBuffer()) {
            // More than buffers hold: the backend stops reading, and the FIN waits behind the bytes.
            CompletableFuture<String> sent = sendAndFinish(client, 2, 24 * MIB);
            Await.until(() -> assertThat(report().openConnections()).isEqualTo(1));
            assertThat(SeededBytes.read(client.in(), 24 * MIB)).isEqualTo(sent.get());
            assertThat(client.awaitEnd()).isEqualTo(RawConnection.End.FINISHED);
        }
        Await.until(() -> assertThat(report().openConnections()).isZero());
    }

    @ParameterizedTest
    @MethodSource("transports")
    void a_client_that_ends_without_a_word_is_ended(Transport transport) throws Exception {
        start(transport);
        try (RawConnection client = connect()) {
            client.finish();
            assertThat(client.receiveAll()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void one_byte_at_a_time_comes_back_one_at_a_time(Transport transport) throws Exception {
        start(transport);
        try (RawConnection client = connect()) {
            for (byte each : SeededBytes.of(5, 500)) {
                client.send(new byte[] {each});
                assertThat(client.receive(1)).containsExactly(each);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void who_am_i_is_answered_with_the_id_in_any_pieces(Transport transport) throws Exception {
        start(transport);
        try (RawConnection client = connect()) {
            client.send("equipoise:");
            Await.until(() -> assertThat(report().openConnections()).isEqualTo(1));
            client.send("whoami\nhello");
            assertThat(client.receiveLine()).isEqualTo(backend.id());
            assertThat(text(client.receive(5))).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void a_false_beginning_comes_back_untouched(Transport transport) throws Exception {
        start(transport);
        try (RawConnection client = connect()) {
            client.send("equipoise:what");
            assertThat(text(client.receive(14))).isEqualTo("equipoise:what");
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void a_beginning_that_is_not_continued_comes_back_after_a_moment(Transport transport) throws Exception {
        start(transport);
        try (RawConnection client = connect()) {
            client.send("e");
            assertThat(text(client.receive(1))).isEqualTo("e");
            client.send("quipoise:whoami\n");
            assertThat(text(client.receive(16))).isEqualTo("quipoise:whoami\n");
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void a_beginning_that_ends_comes_back_at_once(Transport transport) throws Exception {
        start(transport);
        try (RawConnection client = connect()) {
            client.send("equipoise");
            client.finish();
            assertThat(text(client.receiveAll())).isEqualTo("equipoise");
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void clients_that_reset_leave_nothing_behind(Transport transport) throws Exception {
        start(transport);
        for (int i = 0; i < 200; i++) {
            RawConnection client = connect();
            client.send("some bytes");
            client.reset();
        }
        try (RawConnection stalled = connectWithSmallBuffer()) {
            CompletableFuture<String> sending = sendAndFinish(stalled, 3, 64 * MIB);
            Await.until(() -> assertThat(report().openConnections()).isEqualTo(1));
            stalled.reset();
            assertThat(sending).failsWithin(RawConnection.LIMIT);
        }
        Await.until(() -> assertThat(report().openConnections()).isZero());
    }

    private void start(Transport transport) {
        vertx = Vertx.builder().withTransport(transport).build();
        balancer = FakeBalancer.listening(vertx, "balancer");
        JsonObject config = new JsonObject().put("advertisedHost", "127.0.0.1");
        Await.result(vertx.deployVerticle(new BackendVerticle(), new DeploymentOptions().setConfig(config)));
        backend = balancer.theOne();
    }

    private LoadReport report() {
        return Await.result(balancer.ping(backend, 1, BackendState.READY));
    }

    private RawConnection connect() throws IOException {
        return RawConnection.to(backend.port());
    }

    private RawConnection connectWithSmallBuffer() throws IOException {
        return RawConnection.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), backend.port()), 4 * 1024);
    }

    private static CompletableFuture<String> sendAndFinish(RawConnection client, long seed, long length) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                String digest = SeededBytes.write(client.out(), seed, length);
                client.finish();
                return digest;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
