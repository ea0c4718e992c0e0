package io.equipoise.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.equipoise.client.protocol.Http1;
import io.equipoise.client.protocol.PayloadSize;
import io.equipoise.client.protocol.TcpEcho;
import io.equipoise.client.report.BackendShare;
import io.equipoise.client.report.ClientReport;
import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RawConnection;
import io.equipoise.testkit.RefusingPort;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadGeneratorIT {
    private final LoadRun run = new LoadRun();

    @AfterEach
    void end() {
        run.close();
    }

    @Test
    void an_echo_backend_of_ours_gets_every_request_on_connections_that_are_kept() {
        try (RawBackend backend = RawBackend.start(connection -> echoAs("echo-1", connection))) {
            ClientReport report =
                    run.connections(5).requests(1_000).start(backend.port()).await();
            assertThat(report.succeeded()).isEqualTo(1_000);
            assertThat(report.failed()).isZero();
            assertThat(report.backends()).containsExactly(new BackendShare("echo-1", 5, 1_000));
            assertThat(backend.acceptedCount()).isEqualTo(5);
            await().untilAsserted(() -> assertThat(backend.openCount()).isZero());
            assertThat(backend.failures()).isEmpty();
        }
    }

    @Test
    void an_echo_of_someone_else_is_unknown() {
        try (RawBackend backend = RawBackend.start(RawBackend::echo)) {
            ClientReport report = run.requests(10).start(backend.port()).await();
            assertThat(report.backends()).containsExactly(new BackendShare(ClientReport.UNKNOWN, 1, 10));
        }
    }

    @Test
    void one_request_a_connection_makes_as_many_connections_as_requests() {
        try (RawBackend backend = RawBackend.start(RawBackend::echo)) {
            ClientReport report = run.connections(4)
                    .requests(100)
                    .requestsPerConnection(1)
                    .start(backend.port())
                    .await();
            assertThat(report.succeeded()).isEqualTo(100);
            assertThat(backend.acceptedCount()).isEqualTo(100);
        }
    }

    @Test
    void three_requests_a_connection_make_a_third_of_the_connections() {
        try (RawBackend backend = RawBackend.start(RawBackend::echo)) {
            run.requests(99).requestsPerConnection(3).start(backend.port()).await();
            assertThat(backend.acceptedCount()).isEqualTo(33);
        }
    }

    @Test
    void some_requests_go_on_new_connections_and_the_others_on_those_that_are_kept() {
        try (RawBackend backend = RawBackend.start(RawBackend::echo)) {
            ClientReport report = run.connections(3)
                    .requests(300)
                    .newConnections(0.25)
                    .start(backend.port())
                    .await();
            long own = LongStream.range(0, 300).filter(new Share(1, 0.25)::has).count();
            assertThat(report.succeeded()).isEqualTo(300);
            assertThat(report.failed()).isZero();
            assertThat(own).isBetween(50L, 100L);
            assertThat(backend.acceptedCount()).isEqualTo((int) own + 3);
            await().untilAsserted(() -> assertThat(backend.openCount()).isZero());
        }
    }

    @Test
    void a_kept_connection_that_ends_while_a_request_has_its_own_is_replaced() throws IOException {
        try (RawBackend backend = RawBackend.queued()) {
            int first = (int) LongStream.range(0, 100)
                    .filter(new Share(1, 0.5)::has)
                    .findFirst()
                    .orElseThrow();
            run.newConnections(0.5).requests(first + 2L).start(backend.port());
            RawConnection kept = backend.take();
            kept.send(kept.receive(17 + 64));
            for (int i = 1; i < first; i++) {
                kept.send(kept.receive(64));
            }
            RawConnection own = backend.take();
            byte[] request = own.receive(17 + 64);
            kept.finish();
            await().until(() -> run.lostIdle() == 1);
            own.send(request);
            RawConnection next = backend.take();
            next.send(next.receive(17 + 64));
            ClientReport report = run.await();
            assertThat(report.succeeded()).isEqualTo(first + 2L);
            assertThat(report.failed()).isZero();
        }
    }

    @Test
    void payloads_of_many_sizes_come_back_whole() {
        try (RawBackend backend = RawBackend.start(RawBackend::echo)) {
            ClientReport report = run.protocol(new TcpEcho(3, new PayloadSize.Between(1, 100_000)))
                    .connections(5)
                    .requests(500)
                    .start(backend.port())
                    .await();
            assertThat(report.succeeded()).isEqualTo(500);
            assertThat(report.failed()).isZero();
        }
    }

    @Test
    void large_payloads_come_back_whole() {
        try (RawBackend backend = RawBackend.start(RawBackend::echo)) {
            ClientReport report = run.protocol(new TcpEcho(3, new PayloadSize.Fixed(4 << 20)))
                    .connections(2)
                    .requests(6)
                    .start(backend.port())
                    .await();
            assertThat(report.succeeded()).isEqualTo(6);
        }
    }

    @Test
    void several_targets_are_taken_in_turn() {
        try (RawBackend first = RawBackend.start(connection -> echoAs("a", connection));
                RawBackend second = RawBackend.start(connection -> echoAs("b", connection))) {
            ClientReport report = run.requests(20)
                    .requestsPerConnection(1)
                    .start(first.port(), second.port())
                    .await();
            assertThat(report.backends()).containsExactly(new BackendShare("a", 10, 10), new BackendShare("b", 10, 10));
        }
    }

    @Test
    void a_retry_goes_to_the_next_target_and_costs_no_failure() {
        try (RawBackend backend = RawBackend.start(RawBackend::echo);
                RefusingPort refusing = RefusingPort.refusing()) {
            ClientReport report = run.requests(20)
                    .requestsPerConnection(1)
                    .connectRetries(1)
                    .start(refusing.port(), backend.port())
                    .await();
            assertThat(report.succeeded()).isEqualTo(20);
            assertThat(report.failed()).isZero();
        }
    }

    @Test
    void an_end_between_two_requests_costs_a_new_connection_and_no_failure() {
        try (RawBackend backend = RawBackend.start(connection -> {
            connection.send(connection.receive(17 + 64));
            connection.finish();
        })) {
            ClientReport report = run.requests(3).rate(2).start(backend.port()).await();
            assertThat(report.succeeded()).isEqualTo(3);
            assertThat(report.failed()).isZero();
            assertThat(report.connectionsLostIdle()).isBetween(2L, 3L);
            assertThat(backend.acceptedCount()).isEqualTo(3);
        }
    }

    @Test
    void the_rate_holds_with_new_connections() {
        try (RawBackend backend = RawBackend.start(RawBackend::echo)) {
            ClientReport report = run.connections(50)
                    .requestsPerConnection(1)
                    .rate(200)
                    .duration(Duration.ofSeconds(2))
                    .start(backend.port())
                    .await();
            assertThat(report.succeeded()).isEqualTo(400);
            assertThat(report.failed()).isZero();
            assertThat(report.sinceIntended().meanMicros())
                    .isGreaterThanOrEqualTo(report.service().meanMicros());
        }
    }

    @Test
    void time_that_a_request_waits_for_a_free_lane_is_seen_from_its_intended_start() {
        try (RawBackend backend = RawBackend.queued()) {
            run.requests(2).startedEarlier(Duration.ofSeconds(5)).rate(1_000).start(backend.port());
            RawConnection connection = backend.take();
            connection.send(connection.receive(17 + 64));
            connection.send(connection.receive(64));
            ClientReport report = run.await();
            assertThat(report.sinceIntended().quantileMicros(0)).isGreaterThan(4_990_000);
            assertThat(report.service().quantileMicros(1))
                    .isLessThan(report.sinceIntended().quantileMicros(0));
            assertThat(report.lateForBusyConnections().count()).isEqualTo(2);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void what_is_due_and_never_gets_a_connection_is_counted() {
        try (RawBackend backend = RawBackend.queued()) {
            ClientReport report = run.rate(100)
                    .duration(Duration.ofMillis(500))
                    .timeout(Duration.ofMillis(400))
                    .start(backend.port())
                    .await();
            assertThat(report.failed()).isBetween(1L, 3L);
            assertThat(report.failed() + report.neverStarted()).isEqualTo(50);
        }
    }

    @Test
    void a_stop_finishes_the_request_under_way_and_starts_no_other() throws IOException {
        try (RawBackend backend = RawBackend.queued()) {
            run.start(backend.port());
            RawConnection connection = backend.take();
            byte[] request = connection.receive(17 + 64);
            run.stop();
            connection.send(request);
            ClientReport report = run.await();
            assertThat(report.succeeded()).isEqualTo(1);
            assertThat(report.failed()).isZero();
            assertThat(connection.awaitEnd()).isEqualTo(RawConnection.End.FINISHED);
        }
    }

    @Test
    void a_stop_ends_lanes_that_wait_for_their_start() {
        try (RawBackend backend = RawBackend.start(RawBackend::echo)) {
            run.connections(100).rate(1).start(backend.port());
            await().until(() -> backend.acceptedCount() > 0);
            run.stop();
            assertThat(run.await().failed()).isZero();
        }
    }

    @Test
    void http_is_spoken_with_and_without_keeping_connections() {
        try (RawBackend backend = RawBackend.start(LoadGeneratorIT::answerHttp)) {
            ClientReport report = run.protocol(new Http1("web", "/hello", true))
                    .connections(2)
                    .requests(50)
                    .start(backend.port())
                    .await();
            assertThat(report.failures()).isEmpty();
            assertThat(report.backends()).containsExactly(new BackendShare("web-1", 2, 50));
        }
        try (LoadRun other = new LoadRun();
                RawBackend backend = RawBackend.start(LoadGeneratorIT::answerHttp)) {
            ClientReport report = other.protocol(new Http1("web", "/hello", false))
                    .requests(20)
                    .start(backend.port())
                    .await();
            assertThat(report.failures()).isEmpty();
            assertThat(backend.acceptedCount()).isEqualTo(20);
        }
    }

    static void echoAs(String id, RawConnection connection) throws IOException {
        if (connection.receiveLine().equals("equipoise:whoami")) {
            connection.send(id + "\n");
        }
        RawBackend.echo(connection);
    }

    private static void answerHttp(RawConnection connection) throws IOException {
        String line = connection.receiveLine().strip();
        while (!line.isEmpty()) {
            String header = connection.receiveLine().strip();
            while (!header.isEmpty()) {
                header = connection.receiveLine().strip();
            }
            String body = "web-1 " + line + "\n";
            int length = body.length();
            connection.send("HTTP/1.1 200 OK\r\nX-Backend: web-1\r\nContent-Length: " + length + "\r\n\r\n" + body);
            line = connection.receiveLine().strip();
        }
    }
}
