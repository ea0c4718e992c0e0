package io.equipoise.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.equipoise.client.protocol.Http1;
import io.equipoise.client.report.ClientReport;
import io.equipoise.client.report.Failure;
import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RawConnection;
import io.equipoise.testkit.RefusingPort;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each way a request can fail, counted under its reason and no other. */
class LoadFailuresIT {
    private static final int REQUEST = 17 + 64;

    private final LoadRun run = new LoadRun();

    @AfterEach
    void end() {
        run.close();
    }

    @Test
    void a_port_that_refuses() {
        try (RefusingPort port = RefusingPort.refusing()) {
            assertFails(Failure.CONNECT_REFUSED, run, port.port());
        }
    }

    @Test
    void a_port_that_answers_no_syn() {
        try (RefusingPort port = RefusingPort.silent()) {
            assertFails(Failure.CONNECT_TIMEOUT, run.connectTimeout(Duration.ofMillis(200)), port.port());
        }
    }

    @Test
    void a_connection_that_takes_longer_than_the_request_may() {
        try (RefusingPort port = RefusingPort.silent()) {
            assertFails(Failure.CONNECT_TIMEOUT, run.timeout(Duration.ofMillis(200)), port.port());
        }
    }

    @Test
    void a_reset_within_the_reply() {
        try (RawBackend backend = RawBackend.start(connection -> {
            byte[] request = connection.receive(REQUEST);
            connection.send(Arrays.copyOf(request, REQUEST - 1));
            connection.reset();
        })) {
            assertFails(Failure.RESET, run, backend.port());
        }
    }

    @Test
    void a_reset_in_place_of_the_reply() {
        try (RawBackend backend = RawBackend.start(connection -> {
            connection.receive(REQUEST);
            connection.reset();
        })) {
            assertFails(Failure.RESET, run, backend.port());
        }
    }

    @Test
    void an_end_in_place_of_the_reply() {
        try (RawBackend backend = RawBackend.start(connection -> {
            connection.receive(REQUEST);
            connection.finish();
            connection.awaitEnd();
        })) {
            assertFails(Failure.CLOSED_EARLY, run, backend.port());
        }
    }

    @Test
    void an_end_within_the_reply() {
        try (RawBackend backend = RawBackend.start(connection -> {
            byte[] request = connection.receive(REQUEST);
            connection.send(Arrays.copyOf(request, REQUEST - 1));
            connection.finish();
            connection.awaitEnd();
        })) {
            assertFails(Failure.CLOSED_EARLY, run, backend.port());
        }
    }

    @Test
    void one_wrong_byte_in_the_tenth_reply() {
        try (RawBackend backend = RawBackend.start(connection -> {
            connection.send(connection.receive(17));
            for (int i = 1; i < 10; i++) {
                connection.send(connection.receive(64));
            }
            byte[] tenth = connection.receive(64);
            tenth[63] ^= 1;
            connection.send(tenth);
            connection.awaitEnd();
        })) {
            ClientReport report = run.requests(10).start(backend.port()).await();
            assertThat(report.succeeded()).isEqualTo(9);
            assertThat(report.failures()).isEqualTo(Map.of(Failure.WRONG_BYTES, 1L));
        }
    }

    @Test
    void bytes_that_nobody_asked_for() throws IOException {
        try (RawBackend backend = RawBackend.queued()) {
            run.requests(2).rate(1).start(backend.port());
            RawConnection connection = backend.take();
            connection.send(connection.receive(REQUEST));
            await().until(() -> run.succeeded() == 1);
            connection.send("x");
            assertThat(connection.awaitEnd()).isNotNull();
            RawConnection second = backend.take();
            second.send(second.receive(REQUEST));
            ClientReport report = run.await();
            assertThat(report.succeeded()).isEqualTo(2);
            assertThat(report.failures()).isEqualTo(Map.of(Failure.WRONG_BYTES, 1L));
        }
    }

    @Test
    void no_reply_within_the_timeout() {
        try (RawBackend backend = RawBackend.queued()) {
            assertFails(Failure.REQUEST_TIMEOUT, run.timeout(Duration.ofMillis(300)), backend.port());
        }
    }

    @Test
    void a_status_that_is_no_success() {
        try (RawBackend backend = RawBackend.start(connection -> {
            connection.receiveLine();
            connection.send("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
            connection.awaitEnd();
        })) {
            assertFails(Failure.WRONG_STATUS, run.protocol(new Http1("web", "/", true)), backend.port());
        }
    }

    private static void assertFails(Failure reason, LoadRun run, int port) {
        ClientReport report = run.connections(3).requests(3).start(port).await();
        assertThat(report.succeeded()).isZero();
        assertThat(report.failures()).isEqualTo(Map.of(reason, 3L));
    }
}
