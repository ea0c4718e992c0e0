package io.equipoise.client.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class ClientReportTest {
    private static final List<Failure> FAILURES = List.of(Failure.values());

    @Test
    void counts_requests_failures_and_backends() {
        ClientReport report = new ClientReport();
        report.success("a", true, millis(1), millis(2));
        report.success("a", false, millis(3), millis(4));
        report.success("b", true, millis(5), millis(6));
        report.failure(Failure.RESET);
        report.failure(Failure.RESET);
        report.failure(Failure.WRONG_BYTES);
        report.lostIdle();
        report.connectRetried();
        report.connectRetried();

        assertThat(report.succeeded()).isEqualTo(3);
        assertThat(report.failed()).isEqualTo(3);
        assertThat(report.failures()).isEqualTo(Map.of(Failure.RESET, 2L, Failure.WRONG_BYTES, 1L));
        assertThat(report.connectionsLostIdle()).isEqualTo(1);
        assertThat(report.connectRetries()).isEqualTo(2);
        assertThat(report.backends()).containsExactly(new BackendShare("a", 1, 2), new BackendShare("b", 1, 1));
        assertThat(report.service().quantileMicros(0.5)).isBetween(3_000L, 3_003L);
        assertThat(report.sinceIntended().quantileMicros(1)).isBetween(6_000L, 6_003L);
    }

    @Test
    void parts_added_up_say_the_same_as_the_whole() {
        RandomGenerator random = new Random(20_261_124L);
        ClientReport whole = new ClientReport();
        ClientReport[] parts = {new ClientReport(), new ClientReport(), new ClientReport()};
        for (int i = 0; i < 10_000; i++) {
            happens(i % 2 == 0, random.nextLong(5_000_000_000L), whole, parts[random.nextInt(3)], i);
        }
        ClientReport sum = new ClientReport();
        for (ClientReport part : parts) {
            sum.add(part);
        }
        assertThat(text(sum)).isEqualTo(text(whole));
        assertThat(JsonReport.of(summary(sum))).isEqualTo(JsonReport.of(summary(whole)));
    }

    @Test
    void adding_leaves_the_other_one_as_it_was_and_apart() {
        ClientReport part = new ClientReport();
        part.success("a", true, 1, 1);
        ClientReport sum = new ClientReport();
        sum.add(part);
        sum.add(part);
        sum.success("a", true, 1, 1);
        assertThat(sum.backends()).containsExactly(new BackendShare("a", 3, 3));
        assertThat(part.backends()).containsExactly(new BackendShare("a", 1, 1));
    }

    @Test
    void a_reset_report_says_what_a_new_one_says() {
        ClientReport report = new ClientReport();
        report.success("a", true, 1, 1);
        report.failure(Failure.RESET);
        report.lostIdle();
        report.connectRetried();
        report.reset();
        assertThat(text(report)).isEqualTo(text(new ClientReport()));
    }

    @Test
    void what_travels_to_another_client_arrives_whole() {
        RandomGenerator random = new Random(20_261_129L);
        ClientReport sent = new ClientReport();
        for (int i = 0; i < 5_000; i++) {
            happens(i % 3 != 0, random.nextLong(5_000_000_000L), sent, new ClientReport(), i);
        }
        sent.startedLateForBusyConnections(millis(5));
        sent.startedLateForTheGenerator(millis(6));
        sent.loopWasLate(millis(7));
        sent.neverStarted(8);
        sent.lostIdle();
        sent.connectRetried();
        ClientReport received = new ClientReport();
        ReportCodec.decodeInto(received, new JsonObject(ReportCodec.encode(sent).encode()));
        assertThat(text(received)).isEqualTo(text(sent));
        assertThat(JsonReport.of(summary(received))).isEqualTo(JsonReport.of(summary(sent)));
        ReportCodec.decodeInto(received, ReportCodec.encode(sent));
        assertThat(received.succeeded()).isEqualTo(2 * sent.succeeded());
        assertThat(received.neverStarted()).isEqualTo(16);
    }

    @Test
    void packed_latencies_say_the_same_when_they_are_unpacked() {
        RandomGenerator random = new Random(5);
        Latency latency = new Latency();
        for (int i = 0; i < 10_000; i++) {
            latency.record(random.nextLong(5_000_000_000_000L));
        }
        Latency unpacked = Latency.unpack(latency.pack());
        assertThat(unpacked.curve()).isEqualTo(latency.curve());
        assertThat(unpacked.count()).isEqualTo(10_000);
        assertThatThrownBy(() -> Latency.unpack(new byte[] {1, 2, 3})).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_percentile_curve_goes_as_far_as_its_times_can_tell() {
        Latency latency = new Latency();
        assertThat(latency.curve()).isEmpty();
        for (int i = 1; i <= 1_000; i++) {
            latency.record(millis(i));
        }
        List<Latency.Point> curve = latency.curve();
        assertThat(curve).hasSize(31);
        assertThat(curve.get(0).share()).isZero();
        assertThat(curve.get(10).share()).isEqualTo(0.9);
        assertThat(curve.get(10).micros()).isCloseTo(900_000, withinThousandth());
        assertThat(curve.get(30).share()).isEqualTo(0.999);
    }

    @Test
    void times_beyond_an_hour_count_as_an_hour() {
        ClientReport report = new ClientReport();
        report.success("a", true, Duration.ofDays(2).toNanos(), -1);
        assertThat(report.service().quantileMicros(1)).isCloseTo(3_600_000_000L, withinThousandth());
        assertThat(report.sinceIntended().quantileMicros(1)).isZero();
    }

    private static void happens(boolean good, long nanos, ClientReport whole, ClientReport part, int i) {
        for (ClientReport report : new ClientReport[] {whole, part}) {
            if (good) {
                report.success("backend-" + i % 7, i % 3 == 0, nanos, nanos + 1_000);
            } else {
                report.failure(FAILURES.get(i % FAILURES.size()));
            }
        }
    }

    private static Percentage withinThousandth() {
        return Percentage.withPercentage(0.1);
    }

    private static String text(ClientReport report) {
        return TextReport.summary(summary(report));
    }

    private static Summary summary(ClientReport report) {
        return new Summary("a test", true, Duration.ofSeconds(10), report, List.of(), List.of(), List.of());
    }

    private static long millis(long count) {
        return Duration.ofMillis(count).toNanos();
    }
}
