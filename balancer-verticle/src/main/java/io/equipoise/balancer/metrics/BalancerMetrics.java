package io.equipoise.balancer.metrics;

import io.equipoise.balancer.config.ListenerConfig;
import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.PoolEvent;
import io.equipoise.balancer.pool.PoolListener;
import io.equipoise.balancer.pool.PoolSnapshot;
import io.equipoise.balancer.proxy.CloseReason;
import io.equipoise.balancer.proxy.SessionListener;
import io.equipoise.balancer.proxy.SessionReport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts what happens to sessions and shows it, with the state of the pool and of the process, as Prometheus text. The
 * names are in {@code docs/metrics.md}.
 *
 * <p>Sessions are counted a few numbers each and without a lock: a number costs more when it is kept by itself than when it
 * is one of an array. What they add up to becomes series when somebody scrapes, see {@link SessionSeries}.
 */
public final class BalancerMetrics implements SessionListener, PoolListener, AutoCloseable {
    /** What {@link #scrape} gives. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = registry();
    private final Map<String, ListenerMeters> listeners = new ConcurrentHashMap<>();
    private final MeteredBackends backends;
    private final ServiceGauges services = new ServiceGauges(registry);
    private final Runnable settle;
    private final Supplier<PoolSnapshot> pool;
    private final ProcessMeters process;

    /**
     * Nothing counted yet. To be told of the pool's events from its first backend on.
     *
     * @param backendHistograms backends that have histograms of their own, at most
     * @param settle makes sure that it was told of all sessions that have ended; called before it shows what it counted
     * @param pool the pool as it is now; any thread
     * @param directMemory bytes outside the heap that sessions take; any thread
     * @param members members of the cluster that this one sees; any thread
     * @param version which build this is
     * @param clock wall-clock time, to say when a backend failed
     */
    public BalancerMetrics(
            List<ListenerConfig> listeners,
            int backendHistograms,
            Runnable settle,
            Supplier<PoolSnapshot> pool,
            LongSupplier directMemory,
            IntSupplier members,
            String version,
            InstantSource clock) {
        this.settle = settle;
        this.pool = pool;
        this.backends = new MeteredBackends(backendHistograms, clock);
        this.process = new ProcessMeters(registry, directMemory, members, version);
        listeners.forEach(listener -> listener(listener.name(), listener.service()));
        registry.getPrometheusRegistry().register(new SessionSeries(this.listeners.values(), backends));
    }

    @Override
    public void onEvent(PoolEvent event) {
        if (event instanceof PoolEvent.Joined joined) {
            backends.onJoined(joined.node());
        } else if (event instanceof PoolEvent.Left left) {
            backends.onLeft(left.node());
        }
    }

    @Override
    public void onAccepted(String listener, String service) {
        listener(listener, service).onAccepted();
    }

    @Override
    public void onConnectFailed(BackendNode node, CloseReason reason) {
        BackendMeters meters = backends.find(node.backend());
        if (meters != null) {
            meters.onConnectFailed(reason);
        }
    }

    @Override
    public void onBytes(String listener, String service, @Nullable Backend backend, long fromClient, long fromBackend) {
        listener(listener, service).onBytes(fromClient, fromBackend);
        BackendMeters meters = backend == null ? null : backends.find(backend);
        if (meters != null) {
            meters.onBytes(fromClient, fromBackend);
        }
    }

    @Override
    public void onClosed(SessionReport report) {
        listener(report.listener(), report.service()).onClosed(report);
        Backend backend = report.backend();
        BackendMeters meters = backend == null ? null : backends.find(backend);
        if (meters != null) {
            meters.onClosed(report);
        }
    }

    @Override
    public void onLoopLate(long nanos) {
        process.onLoopLate(nanos);
    }

    /**
     * All series as Prometheus text, {@link #CONTENT_TYPE}. A backend that left, and whose last session is over, is in
     * it for the last time. Any thread but an event loop: with thousands of backends it takes long, and one at a time
     * is served.
     */
    public synchronized String scrape() {
        services.show(pool.get());
        List<Subject> over = backends.over(); // before the last reports of their sessions come in
        settle.run();
        String text = registry.scrape();
        backends.end(over);
        return text;
    }

    /** Figures of another balancer were not taken, for that reason. Any thread. */
    public void onFiguresDropped(String reason) {
        Counter.builder("equipoise.cluster.figures.dropped")
                .description("Messages with figures of another balancer that were not taken, by reason")
                .tags("reason", reason)
                .register(registry)
                .increment();
    }

    /** All that was counted so far, to be merged with what others have counted. Any thread but an event loop. */
    public Map<Subject, Figures> figures() {
        settle.run();
        Map<Subject, Figures> figures = new HashMap<>();
        listeners.values().forEach(each -> figures.put(each.subject(), each.figures()));
        backends.figures(figures);
        return figures;
    }

    /** Measures the process no longer. */
    @Override
    public void close() {
        process.close();
        registry.close();
    }

    /** Two meters of Micrometer have names against Prometheus' conventions; we have {@code process.cpu} for the first. */
    private static PrometheusMeterRegistry registry() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.config()
                .meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"))
                .meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"));
        return registry;
    }

    private ListenerMeters listener(String listener, String service) {
        @Nullable ListenerMeters known = listeners.get(listener);
        return known == null ? listeners.computeIfAbsent(listener, name -> new ListenerMeters(name, service)) : known;
    }
}
