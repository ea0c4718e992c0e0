package io.equipoise.balancer.metrics;

import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.proxy.CloseReason;
import io.equipoise.balancer.proxy.SessionReport;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What is counted of one backend of one service, over all its starts. Any thread counts and reads; see each method for
 * others.
 */
final class BackendMeters {
    private final Histograms histograms;
    private final InstantSource clock;
    private final Subject subject;
    private final SessionCounts counts = new SessionCounts();
    private final Latencies latencies = new Latencies(Subject.Kind.BACKEND);
    private volatile @Nullable Failure lastFailure;
    private volatile Starts starts = Starts.NONE;
    private volatile @Nullable Spans spans;
    private boolean ended;

    BackendMeters(Histograms histograms, InstantSource clock, Subject subject) {
        this.histograms = histograms;
        this.clock = clock;
        this.subject = subject;
    }

    /** One more start of it. One thread at a time. */
    void onJoined(BackendNode node) {
        starts = starts.with(node);
    }

    void onConnectFailed(CloseReason reason) {
        counts.onConnectFailed(reason);
        onFailed(reason);
    }

    void onBytes(long fromClient, long fromBackend) {
        counts.onBytes(fromClient, fromBackend);
    }

    void onClosed(SessionReport report) {
        counts.onClosed(report);
        Spans known = spans;
        Spans taken = known == null ? takeSpans() : known;
        if (taken != null) {
            taken.record(report);
        }
        latencies.record(report);
        if (isFailureOfItsOwn(report.reason())) {
            onFailed(report.reason());
        }
    }

    Subject subject() {
        return subject;
    }

    SessionCounts counts() {
        return counts;
    }

    Starts starts() {
        return starts;
    }

    /** Where its sessions' times go, alone or with those of others; null when it had no session, or has ended. */
    @Nullable
    Spans spans() {
        return spans;
    }

    Figures figures() {
        Starts known = starts;
        return latencies.with(
                new Counts(
                        known.opened(),
                        known.open(),
                        counts.connectFailed() + counts.closed(BackendMeters::isFailureOfItsOwn),
                        counts.fromClients(),
                        counts.fromBackends()),
                lastFailure);
    }

    /** Whether it left the pool and its last session has ended. */
    boolean over() {
        return starts.over();
    }

    /** Its histograms may be another's. */
    synchronized void end() {
        Spans taken = spans;
        if (taken != null) {
            histograms.giveBack(taken);
        }
        spans = null;
        ended = true;
    }

    private synchronized @Nullable Spans takeSpans() {
        Spans known = spans;
        if (known == null && !ended) {
            known = histograms.take(subject);
            spans = known;
        }
        return known;
    }

    /** A session that ended since the last attempt to connect failed: the attempt was counted. */
    private static boolean isFailureOfItsOwn(CloseReason reason) {
        return reason.isFailure() && reason != CloseReason.CONNECT_REFUSED && reason != CloseReason.CONNECT_TIMEOUT;
    }

    private void onFailed(CloseReason reason) {
        lastFailure = new Failure(clock.millis(), reason.label());
    }
}
