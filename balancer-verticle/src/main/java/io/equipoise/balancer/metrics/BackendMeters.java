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
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is counted of one backend of one service, over all its starts. Its meters are made when there is something to count
 * or to show, as that takes a thousand times as long as to count: thousands of backends may join at once. Any thread counts;
 * see each method for others.
 */
final class BackendMeters {
    private final MeterRegistry registry;
    private final InstantSource clock;
    private final Subject subject;
    private final Tags tags;
    private final EnumMeters<CloseReason, Counter> closed;
    private final EnumMeters<CloseReason, Counter> failures;
    private final Histograms histograms;
    private final Latencies latencies = new Latencies(Subject.Kind.BACKEND);
    private volatile @Nullable Failure lastFailure;
    private volatile Starts starts = Starts.NONE;
    private volatile @Nullable Steady made;
    private volatile @Nullable EnumMeters<Span, Timer> spans;
    private boolean ended;

    /** The meters that do not depend on what happens. */
    private record Steady(Counter sent, Counter received, List<Meter> all) {}

    BackendMeters(MeterRegistry registry, Histograms histograms, InstantSource clock, Subject subject) {
        this.registry = registry;
        this.histograms = histograms;
        this.clock = clock;
        this.subject = subject;
        tags = Tags.of("service", subject.service(), "backend", subject.name());
        closed = byReason("equipoise.backend.sessions.closed", "Sessions that ended on the backend, by reason");
        failures = byReason("equipoise.connect.failures", "Attempts to connect that failed, by reason");
    }

    /** One more start of it. One thread at a time. */
    void onJoined(BackendNode node) {
        starts = starts.with(node);
    }

    void onConnectFailed(CloseReason reason) {
        count(failures, reason);
        onFailed(reason);
    }

    void onBytes(long fromClient, long fromBackend) {
        Steady steady = steady();
        steady.sent().increment((double) fromClient);
        steady.received().increment((double) fromBackend);
    }

    void onClosed(SessionReport report) {
        count(closed, report.reason());
        EnumMeters<Span, Timer> timers = spans();
        if (timers != null) {
            Span.record(report, timers);
        }
        latencies.record(report);
        if (isFailureOfItsOwn(report.reason())) {
            onFailed(report.reason());
        }
    }

    Subject subject() {
        return subject;
    }

    Figures figures() {
        Starts known = starts;
        Steady steady = made;
        double failed = sum(failures, reason -> true) + sum(closed, BackendMeters::isFailureOfItsOwn);
        return latencies.with(
                new Counts(
                        known.opened(),
                        known.open(),
                        Math.round(failed),
                        steady == null ? 0 : Math.round(steady.sent().count()),
                        steady == null ? 0 : Math.round(steady.received().count())),
                lastFailure);
    }

    /** Makes sure that a scrape shows it, also when nothing was counted yet. */
    void show() {
        steady();
    }

    /** Whether it left the pool and its last session has ended. */
    boolean over() {
        return starts.over();
    }

    /** Takes all its series out of the registry. */
    void end() {
        Steady steady = made;
        if (steady != null) {
            steady.all().forEach(registry::remove);
        }
        closed.end().forEach(registry::remove);
        failures.end().forEach(registry::remove);
        endSpans();
    }

    private synchronized void endSpans() {
        EnumMeters<Span, Timer> taken = spans;
        if (taken != null) {
            histograms.giveBack(subject, taken);
        }
        spans = null;
        ended = true;
    }

    /** Where its sessions' times go; null when it has ended. */
    private @Nullable EnumMeters<Span, Timer> spans() {
        EnumMeters<Span, Timer> known = spans;
        return known == null ? takeSpans() : known;
    }

    private synchronized @Nullable EnumMeters<Span, Timer> takeSpans() {
        EnumMeters<Span, Timer> known = spans;
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

    private static double sum(EnumMeters<CloseReason, Counter> counters, Predicate<CloseReason> which) {
        double sum = 0;
        for (Map.Entry<CloseReason, Counter> each : counters.made().entrySet()) {
            sum += which.test(each.getKey()) ? each.getValue().count() : 0;
        }
        return sum;
    }

    private void onFailed(CloseReason reason) {
        lastFailure = new Failure(clock.millis(), reason.label());
    }

    private static void count(EnumMeters<CloseReason, Counter> counters, CloseReason reason) {
        Counter counter = counters.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    private Steady steady() {
        Steady known = made;
        return known == null ? make() : known;
    }

    private synchronized Steady make() {
        Steady known = made;
        if (known != null) {
            return known;
        }
        Counter sent = bytes("equipoise.backend.sent", "Bytes that went to the backend");
        Counter received = bytes("equipoise.backend.received", "Bytes that came from the backend");
        Steady steady = new Steady(sent, received, List.of(sent, received, open(), up(), attempts()));
        made = steady;
        return steady;
    }

    private Counter bytes(String name, String description) {
        return Counter.builder(name)
                .description(description)
                .baseUnit("bytes")
                .tags(tags)
                .register(registry);
    }

    private Gauge open() {
        return Gauge.builder("equipoise.backend.sessions.open", this, meters -> meters.starts.open())
                .description("Sessions that are on the backend or connecting to it")
                .tags(tags)
                .register(registry);
    }

    private Gauge up() {
        return Gauge.builder("equipoise.backend.up", this, meters -> meters.starts.up() ? 1 : 0)
                .description("1 when the backend is in the pool and healthy, else 0")
                .tags(tags)
                .register(registry);
    }

    private FunctionCounter attempts() {
        return FunctionCounter.builder("equipoise.connect.attempts", this, meters -> meters.starts.opened())
                .description("Attempts to connect to the backend")
                .tags(tags)
                .register(registry);
    }

    private EnumMeters<CloseReason, Counter> byReason(String name, String description) {
        return new EnumMeters<>(
                CloseReason.class,
                reason -> Counter.builder(name)
                        .description(description)
                        .tags(tags.and("reason", reason.label()))
                        .register(registry));
    }
}
