package io.equipoise.client;

import io.equipoise.client.report.ClientReport;
import io.equipoise.client.report.Summary;
import io.equipoise.client.report.TextReport;
import io.equipoise.client.report.Timeline;
import io.vertx.core.shareddata.Shareable;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the verticles of one deployment share: each hands in what it counted, a few times a second, and the last one to
 * finish tells the whole. Safe for any thread: every method holds the lock, none waits.
 */
final class ClientRun implements Shareable {
    private final int[] open;
    private final ClientReport total = new ClientReport();
    private final ClientReport interval = new ClientReport();
    private final Timeline timeline = new Timeline();
    private @Nullable GeneratorMeter meter;
    private int joined;
    private int finished;
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
        if (meter == null) {
            meter = new GeneratorMeter(now);
            startedAt = now;
            intervalStartedAt = now;
        }
        return startedAt;
    }

    /** Takes what a verticle counted in a second of the run since it last came. */
    synchronized void handIn(int part, int second, ClientReport report, int connections) {
        total.add(report);
        interval.add(report);
        open[part] = connections;
        timeline.add(second, report, Arrays.stream(open).sum());
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

    /**
     * Says that one more verticle has finished, and whether it was the last.
     *
     * @param cpuNanos that its event loop used
     */
    synchronized boolean finish(long cpuNanos, long now) {
        if (meter != null && now > startedAt) {
            meter.loopWasBusy((double) cpuNanos / (now - startedAt));
        }
        finished++;
        return finished == open.length;
    }

    /** The whole, once all have finished. */
    synchronized Summary summary(String setup, Optional<Asked> asked, long now) {
        Duration elapsed = Duration.ofNanos(now - startedAt);
        return new Summary(
                setup,
                asked.isPresent(),
                elapsed,
                total,
                timeline.moments(elapsed.toNanos() / 1e9, Asked.ofRun(asked)),
                meter == null ? List.of() : List.of(meter.use(now, open.length)));
    }
}
