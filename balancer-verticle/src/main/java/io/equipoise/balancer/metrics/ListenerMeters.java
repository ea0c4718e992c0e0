package io.equipoise.balancer.metrics;

import io.equipoise.balancer.proxy.CloseReason;
import io.equipoise.balancer.proxy.SessionReport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;

/** What is counted of the sessions of one listener. All its series are there from the start, at 0. Any thread. */
final class ListenerMeters {
    private final Counter opened;
    private final Counter received;
    private final Counter sent;
    private final Map<CloseReason, Counter> closed = new EnumMap<>(CloseReason.class);
    private final EnumMeters<Span, Timer> unserved;
    private final Subject subject;
    private final Latencies latencies = new Latencies(Subject.Kind.LISTENER);

    ListenerMeters(MeterRegistry registry, String listener, String service) {
        subject = new Subject(Subject.Kind.LISTENER, listener, service);
        Tags tags = Tags.of("listener", listener, "service", service);
        opened = Counter.builder("equipoise.sessions.opened")
                .description("Clients that were accepted")
                .tags(tags)
                .register(registry);
        received = Counter.builder("equipoise.received")
                .description("Bytes that came from clients")
                .baseUnit("bytes")
                .tags(tags)
                .register(registry);
        sent = Counter.builder("equipoise.sent")
                .description("Bytes that came from backends for clients")
                .baseUnit("bytes")
                .tags(tags)
                .register(registry);
        for (CloseReason reason : CloseReason.values()) {
            closed.put(
                    reason,
                    Counter.builder("equipoise.sessions.closed")
                            .description("Sessions that ended, by reason")
                            .tags(tags.and("reason", reason.label()))
                            .register(registry));
        }
        Gauge.builder("equipoise.sessions.open", this, ListenerMeters::open)
                .description("Sessions that have not ended")
                .tags(tags)
                .register(registry);
        unserved = Span.of(registry, service, "");
    }

    void onAccepted() {
        opened.increment();
    }

    void onBytes(long fromClient, long fromBackend) {
        received.increment((double) fromClient);
        sent.increment((double) fromBackend);
    }

    void onClosed(SessionReport report) {
        Counter reason = closed.get(report.reason());
        if (reason != null) {
            reason.increment();
        }
        latencies.record(report);
        if (report.backend() == null) {
            Span.record(report, unserved);
        }
    }

    Subject subject() {
        return subject;
    }

    Figures figures() {
        double failures = closed.entrySet().stream()
                .filter(each -> each.getKey().isFailure())
                .mapToDouble(each -> each.getValue().count())
                .sum();
        long open = Math.round(open());
        return latencies.with(
                new Counts(
                        Math.round(opened.count()),
                        open,
                        Math.round(failures),
                        Math.round(received.count()),
                        Math.round(sent.count())),
                null);
    }

    /** A session is counted as opened before it is as closed: read in the other order, the difference is never below 0. */
    private double open() {
        double ended = closed.values().stream().mapToDouble(Counter::count).sum();
        return opened.count() - ended;
    }
}
