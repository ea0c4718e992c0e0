package io.equipoise.balancer.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.equipoise.balancer.metrics.Counts;
import io.equipoise.balancer.metrics.Figures;
import io.equipoise.balancer.metrics.Subject;
import io.equipoise.cluster.registry.Envelope;
import io.equipoise.cluster.registry.InvalidMessage;
import io.equipoise.cluster.registry.InvalidMessage.Reason;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes over the wire, and what comes from it. */
class ReportTest {
    @Test
    void what_was_written_is_what_is_read() throws InvalidMessage {
        Fake balancer = busy(50);
        List<JsonObject> told = balancer.outbox().next(balancer.figures(), Map.of("web", 3), 1_234);
        assertThat(told).hasSize(1);
        assertThat(Report.fromJson(new JsonObject(told.get(0).encode())))
                .isEqualTo(new Report("a", 1, 0, 1, true, 1_234, Map.of("web", 3), balancer.figures()));
    }

    @Test
    void only_what_changed_is_told_until_all_is_told_again() throws InvalidMessage {
        Fake balancer = busy(50);
        balancer.tell(1);
        for (int time = 2; time <= 10; time++) {
            balancer.carry(new Fake.Session("b00007", 1, 1, 1, 1, false), 1);
            Report told = Fake.read(balancer.tell(time).get(0));
            assertThat(told.whole()).isFalse();
            assertThat(told.figures()).containsOnlyKeys(Fake.FRONT, Fake.backend("b00007"));
        }
        Report told = Fake.read(balancer.tell(11).get(0));
        assertThat(told.whole()).isTrue();
        assertThat(told.figures()).isEqualTo(balancer.figures());
        assertThat(Fake.read(balancer.tell(12).get(0)).figures()).isEmpty();
    }

    @Test
    void ten_thousand_backends_go_in_parts_of_which_none_is_too_long() throws InvalidMessage {
        Fake balancer = busy(10_000);
        List<String> parts = balancer.tell(1);
        assertThat(parts).hasSizeBetween(2, 8).allMatch(part -> part.length() <= Envelope.Kind.FIGURES.maxLength());
        Peers peers = new Peers();
        Fake.hearAll(peers, parts, 1);
        assertThat(peers.slices(Window.ALL, 1).get(0).now()).isEqualTo(balancer.figures());
    }

    @Test
    void a_part_that_another_signed_is_not_taken() {
        String part = busy(1).tell(1).get(0);
        JsonObject changed = new JsonObject(part);
        changed.put("payload", changed.getString("payload").replace("\"uptimeMillis\":1", "\"uptimeMillis\":2"));
        assertThat(refusal(() -> Fake.read(changed.encode()))).isEqualTo(Reason.UNSIGNED);
        assertThat(refusal(() -> Fake.read("x".repeat(Envelope.Kind.FIGURES.maxLength() + 1))))
                .isEqualTo(Reason.OVERSIZE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version | 2 | UNKNOWN_VERSION",
                "version | ~1~ | INVALID_FIELD",
                "balancer | ~a b~ | INVALID_FIELD",
                "balancer | null | INVALID_FIELD",
                "sequence | 0 | INVALID_FIELD",
                "sequence | 1.5 | INVALID_FIELD",
                "sequence | 99999999999999999999 | INVALID_FIELD",
                "part | 1 | INVALID_FIELD",
                "part | -1 | INVALID_FIELD",
                "parts | 65 | INVALID_FIELD",
                "uptimeMillis | -1 | INVALID_FIELD",
                "uptimeMillis | 9223372036854775807 | INVALID_FIELD",
                "waiting | [] | INVALID_FIELD",
                "waiting | {~web~:-1} | INVALID_FIELD",
                "waiting | {~web~:~many~} | INVALID_FIELD",
                "figures | 7 | MALFORMED",
                "figures | {} | MALFORMED",
                "figures | ~!~ | MALFORMED",
                "figures | ~BQ~ | MALFORMED",
                "figures | ~AQ~ | MALFORMED",
                "figures | ~Af___38~ | MALFORMED"
            })
    void what_is_not_as_it_should_be_is_refused(String field, String value, Reason reason) {
        JsonObject report = busy(1).outbox().next(Map.of(), Map.of(), 1).get(0);
        String changed = "{\"" + field + "\":" + value.replace('~', '"') + "}";
        report.mergeIn(new JsonObject(changed));
        assertThat(refusal(() -> Report.fromJson(new JsonObject(report.encode()))))
                .isEqualTo(reason);
    }

    @Test
    void whatever_bytes_come_they_are_figures_or_refused() {
        Random random = new Random(11);
        Fake balancer = busy(3);
        FiguresWriter writer = new FiguresWriter();
        balancer.figures().forEach(writer::add);
        byte[] written = writer.take();
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = written.clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(new FiguresReader(bytes).all()).isNotEmpty();
            } catch (IllegalArgumentException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void a_figure_that_was_below_zero_for_a_moment_is_written_as_zero() {
        FiguresWriter writer = new FiguresWriter();
        Figures none = Figures.none(Subject.Kind.BACKEND);
        Figures odd = new Figures(new Counts(1, -1, 0, 0, 0), null, none.connect(), none.firstByte());
        writer.add(Fake.backend("b"), odd);
        Map<Subject, Figures> read = new FiguresReader(writer.take()).all();
        assertThat(read.get(Fake.backend("b")).counts().open()).isZero();
    }

    private interface Reading {
        Object read() throws InvalidMessage;
    }

    private static Reason refusal(Reading reading) {
        InvalidMessage refused = catchThrowableOfType(InvalidMessage.class, reading::read);
        assertThat(refused).isNotNull();
        return refused.reason();
    }

    private static Fake busy(int backends) {
        Random random = new Random(backends);
        Fake balancer = new Fake("a");
        for (int i = 0; i < backends; i++) {
            for (int sessions = 0; sessions < 20; sessions++) {
                String name = "b%05d".formatted(i);
                balancer.carry(
                        new Fake.Session(
                                name,
                                random.nextInt(50_000),
                                random.nextInt(5_000_000),
                                random.nextInt(100_000),
                                random.nextInt(10_000_000),
                                i % 10 == 0),
                        1_790_000_000_000L + i);
            }
        }
        return balancer;
    }
}
