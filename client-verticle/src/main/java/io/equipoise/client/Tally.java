package io.equipoise.client;

import io.equipoise.client.report.ClientReport;
import java.util.concurrent.TimeUnit;

/**
 * What one event loop counts, cut at every full second of the run, so that a report over time has no seconds that lend
 * to each other. Owned by that loop.
 */
final class Tally {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Who takes what was counted within one second; it may come in several pieces. */
    @FunctionalInterface
    interface Sink {
        /**
         * Takes a piece; it is emptied afterwards.
         *
         * @param second of the run, from 0
         */
        void take(int second, ClientReport counted);
    }

    private final long startedAt;
    private final Sink sink;
    private final ClientReport report = new ClientReport();
    private int second;
    private long endOfSecond;

    /**
     * Counts for a run.
     *
     * @param startedAt in nanoseconds of the run's clock
     */
    Tally(long startedAt, Sink sink) {
        this.startedAt = startedAt;
        this.sink = sink;
        this.endOfSecond = startedAt + SECOND;
    }

    /** Where to count what happens at that time; times do not go back. */
    ClientReport at(long now) {
        if (now - endOfSecond >= 0) {
            handIn();
            second = (int) ((now - startedAt) / SECOND);
            endOfSecond = startedAt + (second + 1) * SECOND;
        }
        return report;
    }

    /** Hands in what was counted up to that time. */
    void handIn(long now) {
        at(now);
        handIn();
    }

    private void handIn() {
        sink.take(second, report);
        report.reset();
    }
}
