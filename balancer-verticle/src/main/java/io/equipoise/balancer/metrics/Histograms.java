package io.equipoise.balancer.metrics;

import java.util.HashMap;
import java.util.Map;

/**
 * The histograms of backends' sessions. They are most of what a scrape has to say: so many backends have their own, those
 * who carried a session first; the times of all others of a service are together, so that its sums stay true. Any thread,
 * and seldom: once for each backend.
 */
final class Histograms {
    private final Map<String, Spans> others = new HashMap<>();
    private int places;

    /** For so many backends at most. */
    Histograms(int places) {
        this.places = places;
    }

    /** Where the times of that backend's sessions go, until {@link #giveBack}. */
    synchronized Spans take(Subject backend) {
        if (places > 0) {
            places--;
            return new Spans();
        }
        return others.computeIfAbsent(backend.service(), service -> new Spans());
    }

    /** The backend is gone: another may have its histograms of its own, if it had some. */
    synchronized void giveBack(Spans taken) {
        if (!others.containsValue(taken)) {
            places++;
        }
    }

    /** Those of backends that have none of their own, by service. */
    synchronized Map<String, Spans> others() {
        return Map.copyOf(others);
    }
}
