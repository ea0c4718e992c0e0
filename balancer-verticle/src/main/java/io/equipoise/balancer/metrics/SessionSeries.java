package io.equipoise.balancer.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The Prometheus series of what was counted of listeners and backends, made anew for each scrape. Any thread. */
final class SessionSeries implements MultiCollector {
    /** Label {@code backend} of the histograms of those that have none of their own. */
    static final String OTHERS = "(others)";
    /** Label {@code backend} of the histograms of sessions that no backend was tried for. */
    private static final String NOBODY = "";

    private final Collection<ListenerMeters> listeners;
    private final MeteredBackends backends;

    /** Of those, as they come and go. */
    SessionSeries(Collection<ListenerMeters> listeners, MeteredBackends backends) {
        this.listeners = listeners;
        this.backends = backends;
    }

    @Override
    public MetricSnapshots collect() {
        return new MetricSnapshots(Stream.of(ofListeners(), ofBackends(), ofSpans())
                .flatMap(List::stream)
                .toList());
    }

    /** All are there from the start, at 0. */
    private List<MetricSnapshot> ofListeners() {
        Map<Labels, SessionCounts> all = new LinkedHashMap<>();
        listeners.forEach(each -> all.put(
                Labels.of(
                        "listener",
                        each.subject().name(),
                        "service",
                        each.subject().service()),
                each.counts()));
        return List.of(
                Family.counter("equipoise_sessions_opened", "Clients that were accepted", all, SessionCounts::opened),
                Family.gauge("equipoise_sessions_open", "Sessions that have not ended", all, SessionCounts::open),
                Family.byReason(
                        "equipoise_sessions_closed", "Sessions that ended, by reason", all, 0, SessionCounts::closed),
                Family.counter(
                        "equipoise_received_bytes", "Bytes that came from clients", all, SessionCounts::fromClients),
                Family.counter(
                        "equipoise_sent_bytes",
                        "Bytes that came from backends for clients",
                        all,
                        SessionCounts::fromBackends));
    }

    private List<MetricSnapshot> ofBackends() {
        Map<Labels, Starts> starts = new LinkedHashMap<>();
        Map<Labels, SessionCounts> counts = new LinkedHashMap<>();
        backends.all().forEach(each -> {
            Labels labels = labels(each.subject().service(), each.subject().name());
            starts.put(labels, each.starts());
            counts.put(labels, each.counts());
        });
        return List.of(
                Family.gauge(
                        "equipoise_backend_up",
                        "1 when the backend is in the pool and healthy, else 0",
                        starts,
                        each -> each.up() ? 1 : 0),
                Family.gauge(
                        "equipoise_backend_sessions_open",
                        "Sessions that are on the backend or connecting to it",
                        starts,
                        Starts::open),
                Family.counter(
                        "equipoise_connect_attempts", "Attempts to connect to the backend", starts, Starts::opened),
                Family.byReason(
                        "equipoise_connect_failures",
                        "Attempts to connect that failed, by reason",
                        counts,
                        1,
                        SessionCounts::connectFailed),
                Family.byReason(
                        "equipoise_backend_sessions_closed",
                        "Sessions that ended on the backend, by reason",
                        counts,
                        1,
                        SessionCounts::closed),
                Family.counter(
                        "equipoise_backend_sent_bytes",
                        "Bytes that went to the backend",
                        counts,
                        SessionCounts::fromClients),
                Family.counter(
                        "equipoise_backend_received_bytes",
                        "Bytes that came from the backend",
                        counts,
                        SessionCounts::fromBackends));
    }

    /** A backend may have the name that stands for others, or for nobody: what has the same labels is shown together. */
    private List<MetricSnapshot> ofSpans() {
        Map<Labels, List<Spans>> all = new LinkedHashMap<>();
        Map<String, Spans> shared = backends.shared();
        listeners.forEach(each -> put(all, each.subject().service(), NOBODY, each.unserved()));
        shared.forEach((service, spans) -> put(all, service, OTHERS, spans));
        for (BackendMeters each : backends.all()) {
            Subject subject = each.subject();
            Spans own = each.spans();
            if (own != null && own != shared.get(subject.service())) {
                put(all, subject.service(), subject.name(), own);
            }
        }
        return Arrays.stream(Span.values())
                .map(span -> Family.histogram(span, all))
                .toList();
    }

    private static void put(Map<Labels, List<Spans>> all, String service, String backend, Spans spans) {
        all.computeIfAbsent(labels(service, backend), labels -> new ArrayList<>())
                .add(spans);
    }

    private static Labels labels(String service, String backend) {
        return Labels.of("service", service, "backend", backend);
    }
}
