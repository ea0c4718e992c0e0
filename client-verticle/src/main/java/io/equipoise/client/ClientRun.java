package io.equipoise.client;

import io.equipoise.client.report.ClientReport;
import io.equipoise.client.report.Summary;
import io.equipoise.client.report.TextReport;
import io.vertx.core.shareddata.Shareable;
import java.time.Duration;
import java.util.Arrays;

/**
 * What the verticles of one deployment share: each hands in what it counted, a few times a second, and the last one to
 * finish tells the whole. Safe for any thread: every method holds the lock, none waits.
 */
final class ClientRun implements Shareable {
    private final int[] open;
    private final ClientReport total = new ClientReport();
    private final ClientReport interval = new ClientReport();
    private int joined;
    private int finished;
    private boolean started;
    private long startedAt;
    private long intervalStartedAt;

    /** A run of that many verticles. */
    ClientRun(int parts) {
        this.open = new int[parts];
    }

    /** The number of the verticle that joins, from 0. */
    synchronized int join() {
        return joined++;
    }

    /** When the run started: now, unless another verticle was first. */
    synchronized long startedAt(long now) {
        if (!started) {
            started = true;
            startedAt = now;
            intervalStartedAt = now;
        }
        return startedAt;
    }

    /** Takes what a verticle counted since it last came, and leaves its report empty. */
    synchronized void handIn(int part, ClientReport report, int connections) {
        total.add(report);
        interval.add(report);
        open[part] = connections;
        report.reset();
    }

    /** The line for the time since the last line. */
    synchronized String line(long now) {
        String line = TextReport.line(
                Duration.ofNanos(now - startedAt),
                Duration.ofNanos(now - intervalStartedAt),
                interval,
                Arrays.stream(open).sum());
        interval.reset();
        intervalStartedAt = now;
        return line;
    }

    /** Says that one more verticle has finished, and whether it was the last. */
    synchronized boolean finish() {
        finished++;
        return finished == open.length;
    }

    /** The whole, once all have finished. */
    synchronized Summary summary(String setup, boolean paced, long now) {
        return new Summary(setup, paced, Duration.ofNanos(now - startedAt), total);
    }
}
