package io.equipoise.balancer.metrics;

import io.equipoise.balancer.proxy.CloseReason;
import io.equipoise.balancer.proxy.SessionReport;
import java.util.List;
import java.util.function.Predicate;

/** What the sessions of one listener or of one backend add up to. Any thread, without a lock. */
final class SessionCounts extends Tallies {
    private static final List<CloseReason> REASONS = List.of(CloseReason.values());
    private static final int OPENED = 0;
    private static final int FROM_CLIENTS = 1;
    private static final int FROM_BACKENDS = 2;
    private static final int CLOSED = 3;
    private static final int CONNECT_FAILED = CLOSED + REASONS.size();

    /** Nothing counted yet. */
    SessionCounts() {
        super(CONNECT_FAILED + REASONS.size());
    }

    void onOpened() {
        add(OPENED, 1);
    }

    void onBytes(long fromClient, long fromBackend) {
        add(FROM_CLIENTS, fromClient);
        add(FROM_BACKENDS, fromBackend);
    }

    void onClosed(SessionReport report) {
        onBytes(report.untoldFromClient(), report.untoldFromBackend());
        add(place(CLOSED, report.reason()), 1);
    }

    void onConnectFailed(CloseReason reason) {
        add(place(CONNECT_FAILED, reason), 1);
    }

    long opened() {
        return tally(OPENED);
    }

    long fromClients() {
        return tally(FROM_CLIENTS);
    }

    long fromBackends() {
        return tally(FROM_BACKENDS);
    }

    long closed(CloseReason reason) {
        return tally(place(CLOSED, reason));
    }

    long connectFailed(CloseReason reason) {
        return tally(place(CONNECT_FAILED, reason));
    }

    /** Those that ended for such a reason. */
    long closed(Predicate<CloseReason> which) {
        return REASONS.stream().filter(which).mapToLong(this::closed).sum();
    }

    /** Attempts to connect that failed. */
    long connectFailed() {
        return REASONS.stream().mapToLong(this::connectFailed).sum();
    }

    /** Opened and not ended. One is counted as opened before it is as ended: read in the other order, it is never below 0. */
    long open() {
        long ended = closed(reason -> true);
        return opened() - ended;
    }

    /** Nobody but this object sees the numbers of reasons. */
    @SuppressWarnings("EnumOrdinal")
    private static int place(int first, CloseReason reason) {
        return first + reason.ordinal();
    }
}
