package io.equipoise.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.equipoise.client.report.ClientReport;
import io.equipoise.client.report.Failure;
import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RefusingPort;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that get no connection at once and try again for a while. */
class ReconnectIT {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final LoadRun run = new LoadRun();

    @AfterEach
    void end() {
        run.close();
    }

    @Test
    void a_target_that_comes_back_in_time_costs_no_failure() {
        int port;
        try (RefusingPort refusing = RefusingPort.refusing()) {
            port = refusing.port();
            run.connections(3).requests(3).connectRetryFor(LONG).start(port);
            await().until(() -> run.connectRetries() >= 6);
        }
        try (RawBackend backend = RawBackend.startOn(port, RawBackend::echo)) {
            ClientReport report = run.await();
            assertThat(report.succeeded()).isEqualTo(3);
            assertThat(report.failed()).isZero();
            assertThat(report.connectRetries()).isGreaterThanOrEqualTo(6);
            assertThat(backend.acceptedCount()).isEqualTo(3);
        }
    }

    @Test
    void another_target_is_taken_at_once() {
        try (RawBackend backend = RawBackend.start(RawBackend::echo);
                RefusingPort refusing = RefusingPort.refusing()) {
            ClientReport report = run.requests(20)
                    .requestsPerConnection(1)
                    .connectRetryFor(LONG)
                    .start(refusing.port(), backend.port())
                    .await();
            assertThat(report.succeeded()).isEqualTo(20);
            assertThat(report.failed()).isZero();
            assertThat(report.connectRetries()).isEqualTo(20);
        }
    }

    @Test
    void a_target_that_does_not_come_back_fails_the_request_with_the_reason_of_its_last_attempt() {
        try (RefusingPort refusing = RefusingPort.refusing()) {
            ClientReport report = run.requests(1)
                    .connectRetryFor(Duration.ofMillis(300))
                    .start(refusing.port())
                    .await();
            assertThat(report.failures()).isEqualTo(Map.of(Failure.CONNECT_REFUSED, 1L));
            assertThat(report.connectRetries()).isBetween(1L, 4L);
        }
    }

    @Test
    void the_timeout_of_the_request_ends_its_attempts() {
        try (RefusingPort refusing = RefusingPort.refusing()) {
            ClientReport report = run.requests(2)
                    .connectRetryFor(LONG)
                    .timeout(Duration.ofMillis(400))
                    .start(refusing.port())
                    .await();
            assertThat(report.failures()).isEqualTo(Map.of(Failure.CONNECT_REFUSED, 2L));
        }
    }

    @Test
    void a_request_that_was_sent_is_not_sent_again() {
        try (RawBackend backend = RawBackend.start(connection -> {
            connection.receive(17);
            connection.reset();
        })) {
            ClientReport report = run.requests(1)
                    .connectRetries(5)
                    .connectRetryFor(LONG)
                    .start(backend.port())
                    .await();
            assertThat(report.failures()).isEqualTo(Map.of(Failure.RESET, 1L));
            assertThat(report.connectRetries()).isZero();
            assertThat(backend.acceptedCount()).isEqualTo(1);
        }
    }
}
