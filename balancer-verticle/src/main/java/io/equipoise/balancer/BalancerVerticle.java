package io.equipoise.balancer;

import io.equipoise.balancer.admin.AdminServer;
import io.equipoise.balancer.admin.ApiPart;
import io.equipoise.balancer.admin.Audit;
import io.equipoise.balancer.admin.EventStreams;
import io.equipoise.balancer.admin.EventsApi;
import io.equipoise.balancer.admin.ListenersApi;
import io.equipoise.balancer.admin.OrdersApi;
import io.equipoise.balancer.admin.PoolApi;
import io.equipoise.balancer.admin.Readiness;
import io.equipoise.balancer.admin.SessionsApi;
import io.equipoise.balancer.admin.StatsApi;
import io.equipoise.balancer.config.BalancerConfig;
import io.equipoise.balancer.config.BalancerConfigReader;
import io.equipoise.balancer.config.ListenerConfig;
import io.equipoise.balancer.control.ControlLoop;
import io.equipoise.balancer.control.VertxTimers;
import io.equipoise.balancer.discovery.BalancerPresence;
import io.equipoise.balancer.discovery.OwnListeners;
import io.equipoise.balancer.kubernetes.DeletionCosts;
import io.equipoise.balancer.metrics.AccessLog;
import io.equipoise.balancer.metrics.BalancerMetrics;
import io.equipoise.balancer.metrics.DecisionLog;
import io.equipoise.balancer.metrics.Event;
import io.equipoise.balancer.metrics.EventRing;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.ServiceView;
import io.equipoise.balancer.proxy.BoundListener;
import io.equipoise.balancer.proxy.ProxyVerticle;
import io.equipoise.balancer.proxy.RunningSessions;
import io.equipoise.balancer.proxy.SessionListener;
import io.equipoise.balancer.stats.ClusterStats;
import io.equipoise.cluster.launch.ClusterMembers;
import io.equipoise.cluster.launch.ReachableHost;
import io.equipoise.cluster.registry.Addresses;
import io.equipoise.cluster.registry.BalancerRecord;
import io.equipoise.cluster.registry.Envelope;
import io.equipoise.cluster.registry.SharedRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The balancer: the composition root. Its one context is the control loop, which owns discovery, health and every change
 * of the pool; sessions run on the loops of its {@link ProxyVerticle}s. Undeploying it drains those first, while pings
 * go on, so that backends that leave at the same time still learn that they were seen.
 */
public final class BalancerVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(BalancerVerticle.class);
    private static final long LEASE_MILLIS = 18_000;

    private List<ProxyVerticle> proxies = List.of();
    private @Nullable BalancerMetrics metrics;
    private @Nullable Reports reports;
    private @Nullable EventStreams streams;

    @Override
    public Future<?> start() {
        BalancerConfig config = BalancerConfigReader.read(config());
        SplittableRandom random = new SplittableRandom();
        String id = "balancer-" + HexFormat.of().toHexDigits(random.nextInt());
        Envelope envelope = Envelope.of(config.registration().clusterSecret());
        ControlLoop loop = new ControlLoop(new VertxTimers(vertx), System::nanoTime, random);
        return SharedRegistry.open(vertx, envelope)
                .compose(registry -> vertx.executeBlocking(() -> OwnListeners.ofThisMachine(configured(config)))
                        .compose(ownListeners -> run(
                                        config,
                                        id,
                                        registry,
                                        new ControlPlane(
                                                vertx,
                                                config,
                                                id,
                                                envelope,
                                                registry,
                                                ownListeners,
                                                this::cutSessions,
                                                InstantSource.system(),
                                                loop))
                                .compose(bound -> vertx.deployVerticle(new BalancerPresence(
                                        registry,
                                        record(id, bound),
                                        new ControlLoop(loop.timers(), loop.nanoTime(), random.split()))))));
    }

    /** Fills the pool first, so that the first client finds somebody; what no client waits for comes last. */
    private Future<List<BoundListener>> run(
            BalancerConfig config, String id, SharedRegistry registry, ControlPlane control) {
        BalancerMetrics counted = metrics(config, control);
        metrics = counted;
        EventRing events = new EventRing(InstantSource.system());
        control.addListener(events);
        control.addClusterListener(new ClusterEvents(events, id));
        control.orders()
                .addListener((subject, message, details) -> events.add(Event.Kind.ADMIN, subject, message, details));
        AccessLog accessLog = new AccessLog(
                id, config.accessLog(), () -> ThreadLocalRandom.current().nextDouble());
        boolean counts = config.metrics().enabled();
        if (counts) {
            control.addListener(counted);
        }
        Reports ended = new Reports(counts ? List.of(accessLog, counted) : List.of(accessLog), System::nanoTime);
        reports = ended;
        ended.start();
        List<SessionListener> sinks = counts ? List.of(counted) : List.of();
        Feedback feedback = new Feedback(context, control.health(), control.outliers(), sinks, ended);
        int loops = config.loops() == 0 ? Runtime.getRuntime().availableProcessors() : config.loops();
        DecisionLog decisions = new DecisionLog(id, config.decisions(), System::nanoTime);
        proxies = ProxyVerticle.forLoops(
                loops,
                config,
                control.pool(),
                feedback,
                decisions,
                SplittableRandom::new,
                System::nanoTime,
                InstantSource.system());
        ClusterStats stats = clusterStats(id, config, registry, control, counted);
        AdminServer admin = new AdminServer(
                vertx,
                config.admin(),
                readiness(config, control),
                counted::scrape,
                api(config, id, control, events, decisions, stats));
        boolean anyPort = !config().getJsonObject("admin", new JsonObject()).containsKey("port");
        return admin.listen(anyPort)
                .compose(port -> control.start())
                .compose(heard -> vertx.deployVerticle(stats, ClusterStats.OPTIONS))
                .compose(heard -> Future.all(proxies.stream()
                        .map(proxy -> vertx.deployVerticle(proxy))
                        .toList()))
                .map(deployed -> proxies.get(0).listeners())
                .onSuccess(bound -> bound.forEach(listener -> opened(listener, control, events)))
                .map(bound -> {
                    admin.serve();
                    return bound;
                })
                .compose(bound -> keepDeletionCosts(config, stats).map(bound));
    }

    private Future<?> keepDeletionCosts(BalancerConfig config, ClusterStats stats) {
        ControlLoop loop = new ControlLoop(new VertxTimers(vertx), System::nanoTime, new SplittableRandom());
        return config.kubernetes().deletionCost().enabled()
                ? vertx.deployVerticle(new DeletionCosts(stats, config.kubernetes(), System.getenv(), loop))
                : Future.succeededFuture();
    }

    private boolean isLeaving() {
        return proxies.stream().anyMatch(ProxyVerticle::isLeaving);
    }

    private BalancerMetrics metrics(BalancerConfig config, ControlPlane control) {
        return new BalancerMetrics(
                config.listeners(),
                config.metrics().backendHistograms(),
                this::settle,
                control.pool()::snapshot,
                ProxyVerticle::directMemory,
                () -> ClusterMembers.count(vertx),
                version(),
                InstantSource.system());
    }

    private void settle() {
        Reports waiting = reports;
        if (waiting != null) {
            waiting.settle();
        }
    }

    private ClusterStats clusterStats(
            String id, BalancerConfig config, SharedRegistry registry, ControlPlane control, BalancerMetrics counted) {
        return new ClusterStats(
                id,
                Envelope.of(config.registration().clusterSecret()),
                new ClusterStats.Source(
                        counted::figures, control.pool()::snapshot, registry::balancerIds, counted::onFiguresDropped),
                text -> context.runOnContext(v -> vertx.eventBus().publish(Addresses.FIGURES, text)),
                new ControlLoop(new VertxTimers(vertx), System::nanoTime, new SplittableRandom()),
                InstantSource.system());
    }

    private List<ApiPart> api(
            BalancerConfig config,
            String id,
            ControlPlane control,
            EventRing events,
            DecisionLog decisions,
            ClusterStats stats) {
        EventStreams open = new EventStreams(vertx);
        streams = open;
        PoolApi pool = new PoolApi(name -> config.service(name).policy(), control.pool()::snapshot, control.orders());
        return List.of(
                pool,
                new OrdersApi(control.orders(), pool),
                new ListenersApi(() -> proxies.get(0).listeners().stream()
                        .map(listener -> new ListenersApi.Listener(
                                listener.name(), listener.host(), listener.port(), listener.service()))
                        .toList()),
                new SessionsApi(id, new RunningSessions(proxies), decisions, new Audit(events)),
                new StatsApi(vertx, stats, open),
                new EventsApi(vertx, events, open));
    }

    private Readiness readiness(BalancerConfig config, ControlPlane control) {
        return new Readiness(
                () -> proxies.stream().noneMatch(proxy -> proxy.listeners().isEmpty()),
                control.health()::isClusterLost,
                () -> config.listeners().stream()
                        .map(ListenerConfig::service)
                        .distinct()
                        .filter(service -> hasNone(control.pool().snapshot().service(service)))
                        .toList(),
                this::isLeaving);
    }

    private static boolean hasNone(@Nullable ServiceView view) {
        return view == null || view.eligible().isEmpty();
    }

    private static void opened(BoundListener listener, ControlPlane control, EventRing events) {
        control.ownListeners().opened(listener.address());
        events.add(
                Event.Kind.OPENED,
                listener.name(),
                "listener is open",
                Map.of("host", listener.host(), "port", listener.port(), "service", listener.service()));
        log.atInfo()
                .addKeyValue("listener", listener.name())
                .addKeyValue("host", listener.host())
                .addKeyValue("port", listener.port())
                .addKeyValue("service", listener.service())
                .log("listener is open");
    }

    @Override
    public Future<?> stop() {
        if (streams != null) {
            streams.close();
        }
        if (reports != null) {
            reports.close();
        }
        if (metrics != null) {
            metrics.close();
        }
        return Future.succeededFuture();
    }

    /** The fat jar knows; classes on their own do not. */
    private static String version() {
        String version = BalancerVerticle.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }

    private void cutSessions(BackendNode node) {
        proxies.forEach(proxy -> proxy.cutSessions(node));
    }

    private BalancerRecord record(String id, List<BoundListener> bound) {
        return new BalancerRecord(
                id,
                bound.stream()
                        .map(listener -> new BalancerRecord.Listener(
                                listener.name(), listener.service(), reachable(listener.host()), listener.port()))
                        .toList(),
                LEASE_MILLIS);
    }

    /** Clients elsewhere cannot connect to a wildcard address. */
    private String reachable(String host) {
        boolean wildcard = host.equals("0.0.0.0") || host.equals("::");
        return wildcard ? config().getString("advertisedHost", ReachableHost.ofThisProcess()) : host;
    }

    /** Blocks, as names are looked up. */
    private static List<InetSocketAddress> configured(BalancerConfig config) {
        return config.listeners().stream()
                .map(listener -> new InetSocketAddress(listener.host(), listener.port()))
                .toList();
    }
}
