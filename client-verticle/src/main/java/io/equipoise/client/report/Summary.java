package io.equipoise.client.report;

import java.time.Duration;

/**
 * A run that has ended.
 *
 * @param setup what was run, in words
 * @param paced whether requests had a rate, so that their intended start is known
 * @param elapsed from the first request to the last reply
 * @param report what happened
 */
public record Summary(String setup, boolean paced, Duration elapsed, ClientReport report) {

    /** Right replies in each second. */
    public double throughput() {
        double seconds = elapsed.toNanos() / 1e9;
        return seconds > 0 ? report.succeeded() / seconds : 0;
    }

    /** What the process says: 0 when there was a request and none failed, else 1. */
    public int exitCode() {
        return report.succeeded() > 0 && report.failed() == 0 ? 0 : 1;
    }
}
