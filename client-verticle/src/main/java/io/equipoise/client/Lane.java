package io.equipoise.client;

import io.equipoise.client.report.ClientReport;
import io.equipoise.client.report.Failure;
import org.jspecify.annotations.Nullable;

/**
 * One client: at most one request at a time, on a connection that it keeps for as many requests as the run allows, or on
 * one of the request's own; the kept one is parked meanwhile. Owned by the event loop of its generator.
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
    private final Reconnects reconnects;
    private @Nullable Connection connection;
    private @Nullable Connection parked;
    private boolean alone;
    private long timer = NO_TIMER;
    private long retryTimer = NO_TIMER;
    private Failure lastAttempt = Failure.CONNECT_FAILED;
    private boolean busy;
    private int failuresInARow;
    private long number;
    private long intended;
    private long started;

    Lane(LoadGenerator generator) {
        this.generator = generator;
        this.reconnects = generator.reconnects();
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
                generator.report(now).startedLateForBusyConnections(now - intended);
            }
            onStart(now);
        }
    }

    private void onTimer() {
        timer = NO_TIMER;
        long now = generator.now();
        if (isLate(now)) {
            generator.report(now).startedLateForTheGenerator(now - intended);
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
            Failure reason = Failure.REQUEST_TIMEOUT;
            if (retryTimer != NO_TIMER) {
                generator.cancel(retryTimer);
                retryTimer = NO_TIMER;
                reason = lastAttempt;
            } else if (connection != null && connection.isConnecting()) {
                reason = Failure.CONNECT_TIMEOUT;
            }
            drop();
            onFailedRequest(reason);
        }
    }

    int openConnections() {
        return (connection != null && connection.isOpen() ? 1 : 0) + (parked != null && parked.isOpen() ? 1 : 0);
    }

    private void onStart(long now) {
        busy = true;
        started = now;
        number = generator.nextNumber();
        reconnects.begin(now);
        if (generator.isOnConnectionOfItsOwn(number)) {
            alone = true;
            parked = connection;
            connection = null;
        }
        if (connection == null) {
            connection = generator.connect(this);
        } else {
            connection.ask(number);
        }
    }

    @Override
    public void onOpen() {
        if (connection != null) {
            connection.ask(number);
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
                .report(now)
                .success(
                        connection.backend().orElse(ClientReport.UNKNOWN),
                        connection.replies() == 1,
                        now - started,
                        now - Math.min(intended, started));
        if (alone || !connection.reusable() || connection.replies() == generator.requestsPerConnection()) {
            drop();
        }
        unpark();
        proceed();
    }

    @Override
    public void onFailure(Connection failed, Failure reason) {
        if (failed == parked) {
            parked = null;
            generator.report(generator.now()).failure(reason);
            return;
        }
        connection = null;
        if (!reason.isOfConnecting() || !connectsAgain(reason)) {
            onFailedRequest(reason);
        }
    }

    /** Whether the request goes on: at once, or after a pause. */
    private boolean connectsAgain(Failure reason) {
        long now = generator.now();
        long pause = reconnects.next(now, generator.targetCount());
        if (pause == Reconnects.NO_MORE) {
            return false;
        }
        generator.report(now).connectRetried();
        if (pause == 0) {
            connection = generator.connect(this);
        } else {
            lastAttempt = reason;
            retryTimer = generator.after(pause, () -> {
                retryTimer = NO_TIMER;
                connection = generator.connect(this);
            });
        }
        return true;
    }

    @Override
    public void onIdleEnd(Connection ended) {
        if (ended == parked) {
            parked = null;
        } else {
            connection = null;
        }
        generator.report(generator.now()).lostIdle();
    }

    /** Also for bytes that nobody asked for, which cost a lane that is not busy its connection. */
    private void onFailedRequest(Failure reason) {
        failuresInARow++;
        generator.report(generator.now()).failure(reason);
        if (busy) {
            unpark();
            proceed();
        }
    }

    private void unpark() {
        if (alone) {
            alone = false;
            connection = parked;
            parked = null;
        }
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
