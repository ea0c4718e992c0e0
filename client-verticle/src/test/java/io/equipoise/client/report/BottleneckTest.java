package io.equipoise.client.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BottleneckTest {
    private static final GeneratorUse CALM = new GeneratorUse(2, 4, 10, 8, 0.5, 0.05);

    private final ClientReport report = new ClientReport();

    @Test
    void a_calm_generator_has_no_warning() {
        succeed(1_000);
        report.loopWasLate(millis(1));
        assertThat(Bottleneck.of(report, List.of(CALM))).isEmpty();
    }

    @Test
    void loops_that_were_late_are_told() {
        report.loopWasLate(millis(20));
        assertThat(kinds(CALM)).containsExactly(Bottleneck.Kind.LATE_LOOPS);
    }

    @Test
    void a_loop_without_time_left_needs_more_instances_or_another_machine() {
        assertThat(Bottleneck.of(report, List.of(new GeneratorUse(1, 4, 10, 10, 0.9, 0))))
                .containsExactly(new Bottleneck(
                        Bottleneck.Kind.CPU,
                        "its busiest event loop was busy 90 % of the time",
                        "use more -instances, up to 4 here"));
        assertThat(Bottleneck.of(report, List.of(new GeneratorUse(4, 4, 10, 30, 0.9, 0)))
                        .get(0)
                        .advice())
                .isEqualTo("share the run with another machine (members)");
        assertThat(Bottleneck.of(report, List.of(new GeneratorUse(4, 4, 10, 39, 0.9, 0)))
                        .get(0)
                        .what())
                .isEqualTo("it used 3.9 of 4 processors");
    }

    @Test
    void long_collections_are_told() {
        assertThat(kinds(new GeneratorUse(1, 4, 10, 1, 0.1, 0.3))).containsExactly(Bottleneck.Kind.GARBAGE_COLLECTION);
    }

    @Test
    void starts_that_were_late_without_need_are_told_when_there_are_many() {
        succeed(1_000);
        for (int i = 0; i < 10; i++) {
            report.startedLateForTheGenerator(millis(2));
        }
        report.startedLateForBusyConnections(millis(900));
        assertThat(kinds(CALM)).isEmpty();
        report.startedLateForTheGenerator(millis(2));
        assertThat(kinds(CALM)).containsExactly(Bottleneck.Kind.LATE_STARTS);
    }

    private List<Bottleneck.Kind> kinds(GeneratorUse use) {
        return Bottleneck.of(report, List.of(use)).stream()
                .map(Bottleneck::kind)
                .toList();
    }

    private void succeed(int count) {
        for (int i = 0; i < count; i++) {
            report.success("a", false, 1, 1);
        }
    }

    private static long millis(long count) {
        return Duration.ofMillis(count).toNanos();
    }
}
