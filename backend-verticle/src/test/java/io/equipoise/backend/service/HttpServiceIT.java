package io.equipoise.backend.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.backend.Await;
import io.equipoise.backend.FakeBalancer;
import io.equipoise.backend.Stage;
import io.equipoise.cluster.registry.BackendState;
import io.equipoise.cluster.registry.LoadReport;
import io.equipoise.cluster.registry.Registration;
import io.equipoise.testkit.RawConnection;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServiceIT {
    private static final long GIB = 1L << 30;

    private final Stage stage = new Stage();
    private final FakeBalancer balancer = stage.balancer("balancer");
    private Registration backend;

    @BeforeEach
    void deploy() {
        JsonObject atOnce = new JsonObject().put("announce", "0s").put("deadline", "0s");
        stage.deploy(new JsonObject().put("type", "http").put("drain", atOnce));
        backend = balancer.theOne();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void it_says_its_id_its_port_and_the_line_of_the_request() throws Exception {
        try (RawHttp client = RawHttp.to(backend.port())) {
            RawHttp.Answer answer = client.get("/any/path?a=%20b");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers()).containsEntry("x-backend", backend.id());
            assertThat(answer.body())
                    .isEqualTo(
                            "id: " + backend.id() + "\nport: " + backend.port() + "\nGET /any/path?a=%20b HTTP/1.1\n");
        }
    }

    @Test
    void one_connection_serves_many_requests_and_counts_once() throws Exception {
        try (RawHttp client = RawHttp.to(backend.port())) {
            for (int i = 0; i < 50; i++) {
                RawHttp.Answer answer = client.get("/" + i);
                assertThat(answer.body()).endsWith("GET /" + i + " HTTP/1.1\n");
                assertThat(answer.isLast()).isFalse();
            }
            assertThat(report().openConnections()).isEqualTo(1);
            assertThat(report().firstByteP99Millis()).isPositive();
        }
        Await.until(() -> assertThat(report().openConnections()).isZero());
    }

    @Test
    void pipelined_requests_are_answered_in_order() throws Exception {
        try (RawHttp client = RawHttp.to(backend.port())) {
            client.ask("/slow?ms=50");
            client.ask("/second");
            assertThat(client.answer().body()).contains("/slow?ms=50");
            assertThat(client.answer().body()).contains("/second");
        }
    }

    @Test
    void an_upload_that_nobody_reads_does_not_hinder_the_next_request() throws Exception {
        try (RawHttp client = RawHttp.to(backend.port())) {
            client.connection().send("POST /up HTTP/1.1\r\nhost: test\r\ncontent-length: 300000\r\n\r\n");
            client.connection().send(new byte[300_000]);
            assertThat(client.answer().body()).contains("POST /up HTTP/1.1");
            assertThat(client.get("/next").status()).isEqualTo(200);
        }
    }

    @Test
    void slow_answers_after_that_time_and_delays_nobody_else() throws Exception {
        try (RawHttp slow = RawHttp.to(backend.port());
                RawHttp other = RawHttp.to(backend.port())) {
            long begun = System.nanoTime();
            slow.ask("/slow?ms=400");
            assertThat(other.get("/").status()).isEqualTo(200);
            assertThat(slow.answer().body()).contains("GET /slow?ms=400 HTTP/1.1");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
        }
    }

    @Test
    void bytes_are_that_many_letters() throws Exception {
        try (RawHttp client = RawHttp.to(backend.port())) {
            assertThat(client.get("/bytes?n=0").body()).isEmpty();
            assertThat(client.get("/bytes?n=30").body()).isEqualTo("abcdefghijklmnopqrstuvwxyzabcd");
            String large = client.get("/bytes?n=1000003").body();
            assertThat(large).hasSize(1_000_003).startsWith("abc").endsWith(letters(1_000_003 - 26, 26));
            assertThat(client.get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void a_gibibyte_is_begun_and_its_client_may_go_away() throws Exception {
        try (RawHttp client = new RawHttp(connectWithSmallBuffer())) {
            client.ask("/bytes?n=" + GIB);
            assertThat(client.head().headers()).containsEntry("content-length", Long.toString(GIB));
            assertThat(new String(client.connection().receive(1 << 20), StandardCharsets.US_ASCII))
                    .isEqualTo(letters(0, 1 << 20));
            assertThat(report().openConnections()).isEqualTo(1);
            client.connection().reset();
        }
        Await.until(() -> assertThat(report().openConnections()).isZero());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/slow",
                "/slow?ms=",
                "/slow?ms=-1",
                "/slow?ms=60001",
                "/slow?ms=1e3",
                "/slow?ms=99999999999999999999",
                "/bytes",
                "/bytes?n=",
                "/bytes?n=x",
                "/bytes?n=-5",
                "/bytes?n=1073741825",
                "/bytes?m=5",
                "/bytes?n=0x10"
            })
    void a_parameter_that_cannot_be_is_refused_and_the_connection_goes_on(String uri) throws Exception {
        try (RawHttp client = RawHttp.to(backend.port())) {
            RawHttp.Answer refusal = client.get(uri);
            assertThat(refusal.status()).isEqualTo(400);
            assertThat(refusal.body()).matches("(ms|n) must be a whole number from 0 to (60000|1073741824)\n");
            assertThat(client.get("/").status()).isEqualTo(200);
        }
    }

    private LoadReport report() {
        return Await.result(balancer.ping(backend, 1, BackendState.READY));
    }

    private RawConnection connectWithSmallBuffer() throws IOException {
        return RawConnection.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), backend.port()), 4 * 1024);
    }

    private static String letters(int from, int count) {
        StringBuilder letters = new StringBuilder(count);
        for (int i = from; i < from + count; i++) {
            letters.append((char) ('a' + i % 26));
        }
        return letters.toString();
    }
}
