package io.equipoise.balancer.metrics;

import io.equipoise.balancer.proxy.CloseReason;
import io.equipoise.balancer.proxy.SessionReport;

/** What is counted of the sessions of one listener. Any thread. */
final class ListenerMeters {
    private final Subject subject;
    private final SessionCounts counts = new SessionCounts();
    private final Spans unserved = new Spans();
    private final Latencies latencies = new Latencies(Subject.Kind.LISTENER);

    ListenerMeters(String listener, String service) {
        subject = new Subject(Subject.Kind.LISTENER, listener, service);
    }

    void onAccepted() {
        counts.onOpened();
    }

    void onBytes(long fromClient, long fromBackend) {
        counts.onBytes(fromClient, fromBackend);
    }

    void onClosed(SessionReport report) {
        counts.onClosed(report);
        latencies.record(report);
        if (report.backend() == null) {
            unserved.record(report);
        }
    }

    Subject subject() {
        return subject;
    }

    SessionCounts counts() {
        return counts;
    }

    /** The times of sessions that no backend was tried for. */
    Spans unserved() {
        return unserved;
    }

    Figures figures() {
        long open = counts.open();
        return latencies.with(
                new Counts(
                        counts.opened(),
                        open,
                        counts.closed(CloseReason::isFailure),
                        counts.fromClients(),
                        counts.fromBackends()),
                null);
    }
}
