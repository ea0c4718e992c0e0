package io.equipoise.client;

import io.equipoise.client.report.ClientReport;
import io.equipoise.client.report.Failure;
import org.jspecify.annotations.Nullable;

/**
 * One client: at most one request at a time, on a connection that it keeps for as many requests as the run allows.
 * Owned by the event loop of its generator.
 *
 * <pre>
 * WAITING ──(its start)──→ BUSY ──(reply or failure)──→ WAITING        WAITING ──(no request left)──→ DONE
 * </pre>
 */
final class Lane implements Connection.Owner {
    private static final long NO_TIMER = -1;

    /** A start up to this long after its time is none that is late: timers are no finer. */
    private static final long PUNCTUAL_NANOS = 1_000_000;

    private final LoadGenerator generator;
    private @Nullable Connection connection;
    private long timer = NO_TIMER;
    private boolean busy;
    private int failuresInARow;
    private int retriesLeft;
    private long intended;
    private long started;

    Lane(LoadGenerator generator) {
        this.generator = generator;
    }

    /** Takes the next request from the workload, or is done. */
    void proceed() {
        busy = false;
        long now = generator.now();
        intended = generator.workload().next(now, failuresInARow);
        if (intended == Workload.NONE) {
            finish();
            return;
        }
        long delayMillis = (intended - now) / 1_000_000;
        if (delayMillis > 0) {
            timer = generator.after(delayMillis, this::onTimer);
        } else {
            if (isLate(now)) {
                generator.report().startedLateForBusyConnections(now - intended);
            }
            onStart(now);
        }
    }

    private void onTimer() {
        timer = NO_TIMER;
        long now = generator.now();
        if (isLate(now)) {
            generator.report().startedLateForTheGenerator(now - intended);
        }
        onStart(now);
    }

    private boolean isLate(long now) {
        return now - intended > PUNCTUAL_NANOS && generator.workload().paced();
    }

    /** Gives up the request that has not started yet; one that has is finished first. */
    void stop() {
        if (timer != NO_TIMER) {
            generator.cancel(timer);
            timer = NO_TIMER;
            finish();
        }
    }

    /** Fails the request that has taken too long. */
    void expire(long now) {
        if (busy && now - started >= generator.timeoutNanos()) {
            boolean connecting = connection != null && connection.isConnecting();
            drop();
            retriesLeft = 0;
            onFailure(connecting ? Failure.CONNECT_TIMEOUT : Failure.REQUEST_TIMEOUT);
        }
    }

    boolean hasOpenConnection() {
        return connection != null && connection.isOpen();
    }

    private void onStart(long now) {
        busy = true;
        started = now;
        retriesLeft = generator.connectRetries();
        if (connection == null) {
            connection = generator.connect(this);
        } else {
            connection.ask(generator.nextNumber());
        }
    }

    @Override
    public void onOpen() {
        if (connection != null) {
            connection.ask(generator.nextNumber());
        }
    }

    @Override
    public void onReply() {
        if (connection == null) {
            return;
        }
        long now = generator.now();
        failuresInARow = 0;
        generator
                .report()
                .success(
                        connection.backend().orElse(ClientReport.UNKNOWN),
                        connection.replies() == 1,
                        now - started,
                        now - Math.min(intended, started));
        if (!connection.reusable() || connection.replies() == generator.requestsPerConnection()) {
            drop();
        }
        proceed();
    }

    @Override
    public void onFailure(Failure reason) {
        connection = null;
        if (reason.isOfConnecting() && retriesLeft > 0) {
            retriesLeft--;
            connection = generator.connect(this);
            return;
        }
        failuresInARow++;
        generator.report().failure(reason);
        if (busy) {
            proceed();
        }
    }

    @Override
    public void onIdleEnd() {
        connection = null;
        generator.report().lostIdle();
    }

    private void finish() {
        drop();
        generator.onLaneDone();
    }

    private void drop() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
