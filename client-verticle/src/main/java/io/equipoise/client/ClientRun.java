package io.equipoise.client;

import io.equipoise.client.members.Crew;
import io.equipoise.client.members.Pieces;
import io.equipoise.client.members.Place;
import io.equipoise.client.report.ClientReport;
import io.equipoise.client.report.GeneratorUse;
import io.equipoise.client.report.Summary;
import io.equipoise.client.report.TextReport;
import io.equipoise.client.report.Timeline;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.shareddata.Shareable;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
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
    private final Map<Integer, ClientReport> outgoing = new TreeMap<>();
    private final Map<Integer, Integer> openElsewhere = new HashMap<>();
    private @Nullable Future<Place> place;
    private Crew crew = Crew.alone();
    private boolean delivers;
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

    /** Where this client stands among all of its run; the first verticle finds it out for all. */
    synchronized Future<Place> place(Supplier<Future<Place>> meeting) {
        if (place == null) {
            place = meeting.get();
        }
        return place;
    }

    /** Ends with those; {@code delivers} when what is counted here is to be kept for {@link #takeOutgoing}. */
    synchronized void join(Crew others, boolean keeps) {
        crew = others;
        delivers = keeps;
    }

    /** What was counted here since it was last asked, for the client that merges. */
    synchronized JsonArray takeOutgoing() {
        JsonArray pieces = Pieces.encode(outgoing, Arrays.stream(open).sum());
        outgoing.clear();
        return pieces;
    }

    /** Takes what another client has counted in a second of the run. */
    synchronized void handInFromElsewhere(int member, int second, ClientReport report, int connections) {
        openElsewhere.put(member, connections);
        count(second, report);
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
        open[part] = connections;
        count(second, report);
        if (delivers) {
            outgoing.computeIfAbsent(second, unseen -> new ClientReport()).add(report);
        }
    }

    private void count(int second, ClientReport report) {
        total.add(report);
        interval.add(report);
        timeline.add(second, report, openNow());
    }

    private int openNow() {
        return Arrays.stream(open).sum()
                + openElsewhere.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The line for the time since the last line. */
    synchronized String line(long now) {
        String line = TextReport.line(
                Duration.ofNanos(now - startedAt), Duration.ofNanos(now - intervalStartedAt), interval, openNow());
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

    /** What this client has to tell, once all verticles have finished and the other clients too. */
    synchronized Future<Crew.Outcome> conclude(boolean wasStopped, long now) {
        return meter == null
                ? Future.failedFuture(new IllegalStateException("the run has not started"))
                : crew.conclude(meter.use(now, open.length), wasStopped);
    }

    /** The whole, once all have finished. */
    synchronized Summary summary(String setup, Optional<Asked> asked, Crew.Outcome outcome, long now) {
        double longest = outcome.uses().stream()
                .mapToDouble(GeneratorUse::elapsedSeconds)
                .max()
                .orElse(0);
        Duration elapsed = Duration.ofNanos(Math.max(now - startedAt, Math.round(longest * 1e9)));
        return new Summary(
                setup,
                asked.isPresent(),
                elapsed,
                total,
                timeline.moments(elapsed.toNanos() / 1e9, Asked.ofRun(asked)),
                outcome.uses(),
                outcome.lost());
    }
}
