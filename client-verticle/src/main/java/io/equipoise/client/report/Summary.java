package io.equipoise.client.report;

import java.time.Duration;
import java.util.List;

/**
 * A run that has ended.
 *
 * @param setup what was run, in words
 * @param paced whether requests had a rate, so that their intended start is known
 * @param elapsed from the first request to the last reply
 * @param report what happened
 * @param timeline the same second by second
 * @param uses what each process of the load generator used
 * @param lost clients of the run that died, in words
 */
public record Summary(
        String setup,
        boolean paced,
        Duration elapsed,
        ClientReport report,
        List<Moment> timeline,
        List<GeneratorUse> uses,
        List<String> lost) {

    public Summary {
        timeline = List.copyOf(timeline);
        uses = List.copyOf(uses);
        lost = List.copyOf(lost);
    }

    /** Signs that the load generator itself was the limit. */
    public List<Bottleneck> bottlenecks() {
        return Bottleneck.of(report, uses);
    }

    /** Right replies in each second. */
    public double throughput() {
        double seconds = elapsed.toNanos() / 1e9;
        return seconds > 0 ? report.succeeded() / seconds : 0;
    }

    /** What the process says: 0 when there was a request, none failed and no client was lost, else 1. */
    public int exitCode() {
        return report.succeeded() > 0 && report.failed() == 0 && lost.isEmpty() ? 0 : 1;
    }
}
