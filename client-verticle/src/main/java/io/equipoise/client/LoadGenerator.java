package io.equipoise.client;

import io.equipoise.client.protocol.Protocol;
import io.equipoise.client.report.ClientReport;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The lanes of one event loop, which owns it: some connections, one workload, one report.
 *
 * <p>One timer looks for requests that take too long, instead of one timer a request.
 */
final class LoadGenerator {
    private static final long LONGEST_SWEEP_MILLIS = 100;
    private static final long PROBE_MILLIS = 10;
    private static final long SWEEPS_PER_TIMEOUT = 20;

    private final Vertx vertx;
    private final Dialer dialer;
    private final Protocol protocol;
    private final Targets targets;
    private final Limited workload;
    private final Limits limits;
    private final Tally tally;
    private final LongSupplier nanoTime;
    private final List<Lane> lanes = new ArrayList<>();
    private final Promise<Void> done = Promise.promise();
    private long number;
    private int running;
    private boolean ended;

    /**
     * What holds for each lane.
     *
     * @param requestsPerConnection 0 keeps a connection for all requests
     * @param onTheirOwn which requests get a new connection of their own
     * @param connectRetries further attempts of one request to connect, at once and to the next target
     * @param connectRetryNanos for how long it tries again with pauses, see {@link Reconnects}
     * @param timeoutNanos for a request, connecting included
     * @param firstNumber the requests' numbers count up from here
     */
    record Limits(
            int requestsPerConnection,
            Share onTheirOwn,
            int connectRetries,
            long connectRetryNanos,
            long timeoutNanos,
            long firstNumber) {}

    LoadGenerator(
            Vertx vertx,
            Dialer dialer,
            Protocol protocol,
            Targets targets,
            Limited workload,
            Limits limits,
            Tally tally,
            LongSupplier nanoTime) {
        this.vertx = vertx;
        this.dialer = dialer;
        this.protocol = protocol;
        this.targets = targets;
        this.workload = workload;
        this.limits = limits;
        this.tally = tally;
        this.nanoTime = nanoTime;
        this.number = limits.firstNumber();
    }

    /**
     * Starts that many lanes.
     *
     * @return done when no request is left, none is under way and all connections are closed
     */
    Future<Void> start(int count) {
        long sweep = Math.min(LONGEST_SWEEP_MILLIS, limits.timeoutNanos() / 1_000_000 / SWEEPS_PER_TIMEOUT);
        long timer = vertx.setPeriodic(Math.max(1, sweep), id -> expire());
        running = count;
        for (int i = 0; i < count; i++) {
            lanes.add(new Lane(this));
        }
        probe();
        lanes.forEach(Lane::proceed);
        return done.future().onComplete(nothing -> vertx.cancelTimer(timer));
    }

    /** Ends early: requests under way are finished, no other one starts. */
    void stop() {
        workload.stop(now());
        lanes.forEach(Lane::stop);
    }

    /** Connections that are open now. */
    int open() {
        int open = 0;
        for (Lane lane : lanes) {
            open += lane.openConnections();
        }
        return open;
    }

    /** Sets a timer again and again and looks how late it fires: what this loop does to every request's time. */
    private void probe() {
        long due = now() + PROBE_MILLIS * 1_000_000;
        vertx.setTimer(PROBE_MILLIS, id -> {
            if (!ended) {
                long now = now();
                tally.at(now).loopWasLate(now - due);
                probe();
            }
        });
    }

    private void expire() {
        long now = now();
        lanes.forEach(lane -> lane.expire(now));
    }

    Connection connect(Connection.Owner owner) {
        Connection connection = new Connection(dialer, protocol.open(), owner);
        connection.open(targets.next());
        return connection;
    }

    void onLaneDone() {
        if (--running == 0) {
            tally.at(now()).neverStarted(workload.neverStarted());
            ended = true;
            done.complete();
        }
    }

    long now() {
        return nanoTime.getAsLong();
    }

    long after(long millis, Runnable action) {
        return vertx.setTimer(millis, id -> action.run());
    }

    void cancel(long timer) {
        vertx.cancelTimer(timer);
    }

    long nextNumber() {
        return number++;
    }

    boolean isOnConnectionOfItsOwn(long request) {
        return limits.onTheirOwn().has(request);
    }

    Workload workload() {
        return workload;
    }

    /** Where to count what happens now. */
    ClientReport report(long now) {
        return tally.at(now);
    }

    long timeoutNanos() {
        return limits.timeoutNanos();
    }

    Reconnects reconnects() {
        return new Reconnects(limits.connectRetries(), limits.connectRetryNanos());
    }

    /** How many there are to connect to. */
    int targetCount() {
        return targets.addresses().size();
    }

    int requestsPerConnection() {
        return limits.requestsPerConnection();
    }
}
