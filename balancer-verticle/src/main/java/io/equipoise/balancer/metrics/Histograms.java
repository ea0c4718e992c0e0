package io.equipoise.balancer.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The histograms of backends' sessions. They are most of what a scrape has to say: so many backends have their own, those
 * who carried a session first; the times of all others of a service are together, so that its sums stay true. Any thread.
 */
final class Histograms {
    /** Label {@code backend} of those that have none of their own. */
    static final String OTHERS = "(others)";

    private final MeterRegistry registry;
    private final AtomicInteger places;
    private final Map<String, EnumMeters<Span, Timer>> others = new ConcurrentHashMap<>();

    /** For so many backends at most. */
    Histograms(MeterRegistry registry, int places) {
        this.registry = registry;
        this.places = new AtomicInteger(places);
    }

    /** Where the times of that backend's sessions go, until {@link #giveBack}. */
    EnumMeters<Span, Timer> take(Subject backend) {
        if (places.getAndUpdate(free -> Math.max(0, free - 1)) > 0) {
            return Span.of(registry, backend.service(), backend.name());
        }
        return others.computeIfAbsent(backend.service(), service -> Span.of(registry, service, OTHERS));
    }

    /** The backend is gone: its own histograms end, and another may have some. */
    void giveBack(Subject backend, EnumMeters<Span, Timer> taken) {
        if (taken != others.get(backend.service())) {
            taken.end().forEach(registry::remove);
            places.incrementAndGet();
        }
    }
}
