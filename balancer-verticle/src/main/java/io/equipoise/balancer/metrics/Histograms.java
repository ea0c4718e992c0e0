package io.equipoise.balancer.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.Map;

/**
 * The histograms of backends' sessions. They are most of what a scrape has to say: so many backends have their own, those
 * who carried a session first; the times of all others of a service are together, so that its sums stay true. Any thread,
 * and seldom: once for each backend.
 */
final class Histograms {
    /** Label {@code backend} of those that have none of their own. */
    static final String OTHERS = "(others)";

    private final MeterRegistry registry;
    private final Map<String, EnumMeters<Span, Timer>> others = new HashMap<>();
    private int places;

    /** For so many backends at most. */
    Histograms(MeterRegistry registry, int places) {
        this.registry = registry;
        this.places = places;
    }

    /** Where the times of that backend's sessions go, until {@link #giveBack}. */
    synchronized EnumMeters<Span, Timer> take(Subject backend) {
        if (places > 0) {
            places--;
            return Span.of(registry, backend.service(), backend.name());
        }
        return others.computeIfAbsent(backend.service(), service -> Span.of(registry, service, OTHERS));
    }

    /** The backend is gone: its own histograms end, and another may have some. */
    synchronized void giveBack(Subject backend, EnumMeters<Span, Timer> taken) {
        if (taken != others.get(backend.service())) {
            taken.end().forEach(registry::remove);
            places++;
        }
    }
}
