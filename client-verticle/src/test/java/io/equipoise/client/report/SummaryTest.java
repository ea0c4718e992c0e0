package io.equipoise.client.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private final ClientReport report = new ClientReport();

    @Test
    void the_exit_code_is_0_when_there_were_requests_and_none_failed() {
        succeed("a");
        assertThat(summary(false).exitCode()).isZero();
    }

    @Test
    void the_exit_code_is_1_when_one_request_failed() {
        for (int i = 0; i < 1_000; i++) {
            succeed("a");
        }
        report.failure(Failure.CLOSED_EARLY);
        assertThat(summary(false).exitCode()).isEqualTo(1);
    }

    @Test
    void the_exit_code_is_1_when_nothing_happened() {
        assertThat(summary(false).exitCode()).isEqualTo(1);
    }

    @Test
    void connections_lost_between_requests_are_no_failures() {
        succeed("a");
        report.lostIdle();
        assertThat(summary(false).exitCode()).isZero();
        assertThat(TextReport.summary(summary(false))).contains("1 connections that ended between two requests");
    }

    @Test
    void connects_that_were_tried_again_are_no_failures() {
        succeed("a");
        report.connectRetried();
        assertThat(summary(false).exitCode()).isZero();
        assertThat(TextReport.summary(summary(false))).contains("retried     1 connects, each before a byte was sent");
        assertThat(JsonReport.of(summary(false)).getLong("connectRetries")).isEqualTo(1);
    }

    @Test
    void the_text_tells_everything_in_rows() {
        succeed("a");
        succeed("a");
        succeed("a");
        succeed("b");
        report.failure(Failure.RESET);
        assertThat(TextReport.summary(summary(true)))
                .isEqualTo(String.join(
                        System.lineSeparator(),
                        "run         2.0 s, 50 connections to 127.0.0.1:8080",
                        "requests    4 ok, 1 failed",
                        "failures    reset 1",
                        "throughput  2 requests/s",
                        "latency     p50 1.00 ms  p90 1.00 ms  p99 1.00 ms  p99.9 1.00 ms  max 1.00 ms"
                                + "  (service time, connecting included)",
                        "            p50 20 ms  p90 20 ms  p99 20 ms  p99.9 20 ms  max 20 ms"
                                + "  (from the intended start)",
                        "backends     75.0 %  a  3 requests, 3 connections",
                        "             25.0 %  b  1 requests, 1 connections",
                        ""));
    }

    @Test
    void starts_that_were_late_are_told_with_whose_fault_it_was() {
        succeed("a");
        report.startedLateForBusyConnections(Duration.ofMillis(30).toNanos());
        report.startedLateForTheGenerator(Duration.ofMillis(3).toNanos());
        report.neverStarted(12);
        assertThat(TextReport.summary(summary(true)))
                .contains("late starts 1 requests, p99 30 ms, max 30 ms late  (every connection was busy)")
                .contains("late starts 1 requests, p99 3.00 ms, max 3.00 ms late  (the client itself was late)")
                .contains("not started 12 requests: every connection was busy to the end");
        JsonObject late = JsonReport.of(summary(true)).getJsonObject("lateStarts");
        assertThat(late.getJsonObject("busyConnections").getLong("count")).isEqualTo(1);
        assertThat(late.getJsonObject("generator").getLong("p99Micros")).isBetween(3_000L, 3_003L);
        assertThat(late.getLong("never")).isEqualTo(12);
    }

    @Test
    void the_time_line_and_the_percentile_curve_are_in_the_json() {
        succeed("a");
        Timeline timeline = new Timeline();
        timeline.add(1, report, 7);
        Summary summary = new Summary(
                "a run",
                true,
                Duration.ofSeconds(2),
                report,
                timeline.moments(2, (from, to) -> OptionalDouble.of(5)),
                List.of(),
                List.of());
        JsonObject json = JsonReport.of(summary);
        assertThat(json.getJsonArray("timeline")).hasSize(2);
        JsonObject second = json.getJsonArray("timeline").getJsonObject(1);
        assertThat(second.getDouble("askedPerSecond")).isEqualTo(5);
        assertThat(second.getDouble("servedPerSecond")).isEqualTo(1);
        assertThat(second.getInteger("open")).isEqualTo(7);
        assertThat(second.getJsonObject("latencyMicros").getLong("p99.9")).isBetween(20_000L, 20_020L);
        assertThat(json.getJsonObject("percentileCurves").fieldNames()).containsExactly("service", "sinceIntended");
    }

    @Test
    void a_generator_that_was_the_limit_is_a_warning_in_text_and_json() {
        succeed("a");
        Summary summary = new Summary(
                "a run",
                false,
                Duration.ofSeconds(2),
                report,
                List.of(),
                List.of(new GeneratorUse(1, 4, 2, 2.2, 0.97, 0.001)),
                List.of("client b was last heard of 3 s after the start"));
        assertThat(summary.exitCode()).isEqualTo(1);
        assertThat(TextReport.summary(summary)).contains("warning     client b was last heard of 3 s");
        assertThat(TextReport.summary(summary))
                .contains("warning     the client was the limit: its busiest event loop was busy 97 % of the time;"
                        + " use more -instances, up to 4 here");
        JsonObject generator = JsonReport.of(summary).getJsonObject("generator");
        assertThat(generator.getJsonArray("warnings").getJsonObject(0).getString("kind"))
                .isEqualTo("CPU");
        assertThat(generator.getJsonArray("processes").getJsonObject(0).getDouble("cores"))
                .isEqualTo(1.1);
    }

    @Test
    void without_a_rate_there_is_no_intended_start() {
        succeed("a");
        assertThat(TextReport.summary(summary(false))).doesNotContain("intended");
        assertThat(JsonReport.of(summary(false)).fieldNames()).doesNotContain("latencySinceIntendedMicros");
    }

    @Test
    void the_json_has_the_same_figures() {
        succeed("a");
        succeed("b");
        report.failure(Failure.RESET);
        JsonObject json = JsonReport.of(summary(true));
        assertThat(json.getLong("succeeded")).isEqualTo(2);
        assertThat(json.getLong("failed")).isEqualTo(1);
        assertThat(json.getJsonObject("failures")).isEqualTo(new JsonObject().put("RESET", 1));
        assertThat(json.getDouble("throughput")).isEqualTo(1.0);
        assertThat(json.getJsonObject("latencyMicros").getLong("p99")).isBetween(1_000L, 1_001L);
        assertThat(json.getJsonObject("latencySinceIntendedMicros").getLong("p50"))
                .isBetween(20_000L, 20_020L);
        assertThat(json.getJsonArray("backends").getJsonObject(1))
                .isEqualTo(new JsonObject()
                        .put("id", "b")
                        .put("connections", 1L)
                        .put("requests", 1L)
                        .put("share", 0.5));
    }

    @Test
    void the_live_line_has_the_rate_of_its_interval_and_the_first_six_backends() {
        for (int i = 0; i < 8; i++) {
            succeed("backend-" + i);
        }
        assertThat(TextReport.line(Duration.ofMillis(3_001), Duration.ofMillis(500), report, 50))
                .startsWith(
                        "   3s        16 req/s      0 failed     50 open   p50 1.00 ms  p99 1.00 ms   backend-0 13%")
                .endsWith("backend-5 13%  and 2 more");
        assertThat(TextReport.line(Duration.ZERO, Duration.ZERO, new ClientReport(), 0))
                .isEqualTo("   0s         0 req/s      0 failed      0 open   p50 0.00 ms  p99 0.00 ms");
    }

    private void succeed(String backend) {
        report.success(
                backend,
                true,
                Duration.ofMillis(1).toNanos(),
                Duration.ofMillis(20).toNanos());
    }

    private Summary summary(boolean paced) {
        return new Summary(
                "50 connections to 127.0.0.1:8080",
                paced,
                Duration.ofSeconds(2),
                report,
                List.of(),
                List.of(),
                List.of());
    }
}
