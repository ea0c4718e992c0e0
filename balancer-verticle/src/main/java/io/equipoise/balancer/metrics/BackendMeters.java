package io.equipoise.balancer.metrics;

import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.proxy.CloseReason;
import io.equipoise.balancer.proxy.SessionReport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;

/** What is counted of one backend of one service, over all its starts. Any thread counts; see each method for others. */
final class BackendMeters {
    private final MeterRegistry registry;
    private final Counter sent;
    private final Counter received;
    private final List<Meter> steady;
    private final EnumMeters<CloseReason, Counter> closed;
    private final EnumMeters<CloseReason, Counter> failures;
    private final EnumMeters<Span, Timer> spans;
    private volatile Starts starts = Starts.NONE;

    BackendMeters(MeterRegistry registry, String service, String backend) {
        this.registry = registry;
        Tags tags = Tags.of("service", service, "backend", backend);
        sent = Counter.builder("equipoise.backend.sent")
                .description("Bytes that went to the backend, counted when the session ends")
                .baseUnit("bytes")
                .tags(tags)
                .register(registry);
        received = Counter.builder("equipoise.backend.received")
                .description("Bytes that came from the backend, counted when the session ends")
                .baseUnit("bytes")
                .tags(tags)
                .register(registry);
        steady = List.of(sent, received, open(tags), up(tags), attempts(tags));
        closed = byReason("equipoise.backend.sessions.closed", "Sessions that ended on the backend, by reason", tags);
        failures = byReason("equipoise.connect.failures", "Attempts to connect that failed, by reason", tags);
        spans = Span.of(registry, tags);
    }

    /** One more start of it. One thread at a time. */
    void onJoined(BackendNode node) {
        starts = starts.with(node);
    }

    void onConnectFailed(CloseReason reason) {
        count(failures, reason);
    }

    void onClosed(SessionReport report) {
        count(closed, report.reason());
        sent.increment((double) report.bytesFromClient());
        received.increment((double) report.bytesFromBackend());
        Span.record(report, spans);
    }

    /** Whether it left the pool and its last session has ended. */
    boolean over() {
        return starts.over();
    }

    /** Takes all its series out of the registry. */
    void end() {
        steady.forEach(registry::remove);
        closed.end().forEach(registry::remove);
        failures.end().forEach(registry::remove);
        spans.end().forEach(registry::remove);
    }

    private static void count(EnumMeters<CloseReason, Counter> counters, CloseReason reason) {
        Counter counter = counters.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    private Gauge open(Tags tags) {
        return Gauge.builder("equipoise.backend.sessions.open", this, meters -> meters.starts.open())
                .description("Sessions that are on the backend or connecting to it")
                .tags(tags)
                .register(registry);
    }

    private Gauge up(Tags tags) {
        return Gauge.builder("equipoise.backend.up", this, meters -> meters.starts.up() ? 1 : 0)
                .description("1 when the backend is in the pool and healthy, else 0")
                .tags(tags)
                .register(registry);
    }

    private FunctionCounter attempts(Tags tags) {
        return FunctionCounter.builder("equipoise.connect.attempts", this, meters -> meters.starts.opened())
                .description("Attempts to connect to the backend")
                .tags(tags)
                .register(registry);
    }

    private EnumMeters<CloseReason, Counter> byReason(String name, String description, Tags tags) {
        return new EnumMeters<>(
                CloseReason.class,
                reason -> Counter.builder(name)
                        .description(description)
                        .tags(tags.and("reason", reason.label()))
                        .register(registry));
    }
}
