package io.equipoise.balancer;

import io.equipoise.balancer.config.BalancerConfig;
import io.equipoise.balancer.config.HealthConfig;
import io.equipoise.balancer.config.RegistrationConfig;
import io.equipoise.balancer.config.ServiceConfig;
import io.equipoise.balancer.control.ControlLoop;
import io.equipoise.balancer.control.LogLimit;
import io.equipoise.balancer.control.PoolUpdates;
import io.equipoise.balancer.control.Timers;
import io.equipoise.balancer.discovery.Admission;
import io.equipoise.balancer.discovery.Announcements;
import io.equipoise.balancer.discovery.EventBusDiscovery;
import io.equipoise.balancer.discovery.NameLookup;
import io.equipoise.balancer.discovery.OwnListeners;
import io.equipoise.balancer.discovery.Refusals;
import io.equipoise.balancer.discovery.StaticBackend;
import io.equipoise.balancer.discovery.StaticDiscovery;
import io.equipoise.balancer.health.ClusterListener;
import io.equipoise.balancer.health.FirstVerdicts;
import io.equipoise.balancer.health.HealthChecker;
import io.equipoise.balancer.health.HealthRules;
import io.equipoise.balancer.health.OutlierDetector;
import io.equipoise.balancer.health.Probes;
import io.equipoise.balancer.metrics.EventLog;
import io.equipoise.balancer.orders.OrderBook;
import io.equipoise.balancer.orders.OrderEffects;
import io.equipoise.balancer.orders.OrderExchange;
import io.equipoise.balancer.orders.Orders;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.BackendPool;
import io.equipoise.balancer.pool.PoolListener;
import io.equipoise.balancer.pool.ServicePolicy;
import io.equipoise.balancer.selection.SelectionPolicy;
import io.equipoise.cluster.registry.Envelope;
import io.equipoise.cluster.registry.SharedRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Everything that changes the pool, put together: discovery and health on one control loop. Read top to bottom it is
 * the control side of the balancer.
 */
final class ControlPlane {
    private static final int NAME_THREADS = 2;
    private static final Duration FIRST_VERDICTS = Duration.ofSeconds(2);

    private final BalancerConfig config;
    private final OrderBook ordered = new OrderBook();
    private final BackendPool pool;
    private final PoolUpdates updates;
    private final OwnListeners ownListeners;
    private final HealthChecker health;
    private final OutlierDetector outliers;
    private final StaticDiscovery staticDiscovery;
    private final EventBusDiscovery busDiscovery;
    private final Orders orders;
    private final FirstVerdicts firstVerdicts;
    private final Timers timers;
    private final List<ClusterListener> clusterListeners = new ArrayList<>();

    /**
     * Nothing started yet; to be made on the control loop.
     *
     * @param ownListeners the listeners whose addresses are known before they are open
     * @param cut resets the sessions on a node
     * @param clock wall clock, for what operators order
     */
    ControlPlane(
            Vertx vertx,
            BalancerConfig config,
            String balancerId,
            Envelope envelope,
            SharedRegistry registry,
            OwnListeners ownListeners,
            Consumer<BackendNode> cut,
            InstantSource clock,
            ControlLoop loop) {
        this.config = config;
        this.ownListeners = ownListeners;
        pool = new BackendPool(this::policy, loop.random()::nextLong);
        updates = new PoolUpdates(pool, loop.timers());
        Probes probes = Probes.over(vertx, balancerId, this::healthRules, loop.random());
        health = new HealthChecker(probes, this::healthRules, pool::snapshot, updates, cut, new ClusterNews(), loop);
        outliers = new OutlierDetector(health, pool::snapshot, this::outlierRules, loop.nanoTime());
        updates.addListener(new EventLog());
        updates.addListener(health);
        Refusals refusals = new Refusals(new LogLimit(loop.nanoTime()));
        updates.addListener(refusals);
        RegistrationConfig rules = config.registration();
        Announcements announcements = new Announcements(
                envelope,
                Admission.of(rules.allowedNetworks(), rules.minPort(), rules.maxPort(), ownListeners),
                service -> config.service(service).maxConnectionsPerBackend(),
                updates,
                health::onHeardOf,
                refusals,
                loop.nanoTime());
        busDiscovery =
                new EventBusDiscovery(vertx.eventBus(), registry, balancerId, announcements, health::mayGo, loop);
        staticDiscovery = new StaticDiscovery(
                staticBackends(config),
                NameLookup.ofMachine(vertx.createSharedWorkerExecutor("equipoise-names", NAME_THREADS)),
                ownListeners,
                updates,
                this::isHealthy,
                loop);
        firstVerdicts = new FirstVerdicts(staticDiscovery.configured());
        timers = loop.timers();
        updates.addListener(firstVerdicts);
        OrderEffects effects = new OrderEffects(
                updates,
                staticDiscovery,
                this::configuredPolicy,
                service -> config.service(service).maxConnectionsPerBackend());
        OrderExchange exchange =
                new OrderExchange(vertx.eventBus(), registry, envelope, balancerId, ordered, effects, clock, loop);
        orders = new Orders(ordered, exchange, effects, pool, updates, staticDiscovery);
    }

    BackendPool pool() {
        return pool;
    }

    OwnListeners ownListeners() {
        return ownListeners;
    }

    Orders orders() {
        return orders;
    }

    HealthChecker health() {
        return health;
    }

    OutlierDetector outliers() {
        return outliers;
    }

    /** Is told of every change of the pool; to be added before the start. */
    void addListener(PoolListener listener) {
        updates.addListener(listener);
    }

    /** Is told when the cluster is lost and reached again; to be added before the start. */
    void addClusterListener(ClusterListener listener) {
        clusterListeners.add(listener);
    }

    /**
     * Fills the pool, with what was ordered first: nobody is sent to a backend in maintenance. Done when this balancer
     * hears announcements and knows which backends are up of those that were there before it, or soon.
     */
    Future<Void> start() {
        config.listeners().forEach(listener -> pool.declare(listener.service()));
        return orders.start().compose(read -> {
            staticDiscovery.start();
            return busDiscovery.start().compose(heard -> {
                updates.flush();
                return firstVerdicts.within(FIRST_VERDICTS, timers);
            });
        });
    }

    /** Catches up with what was missed, and tells those who want to know. */
    private final class ClusterNews implements ClusterListener {
        @Override
        public void onLost(int backends) {
            clusterListeners.forEach(listener -> listener.onLost(backends));
        }

        @Override
        public void onBack(String backend) {
            busDiscovery.catchUp();
            orders.catchUp();
            clusterListeners.forEach(listener -> listener.onBack(backend));
        }
    }

    private boolean isHealthy(String id) {
        BackendNode node = pool.node(id);
        return node != null && node.healthy();
    }

    private ServicePolicy policy(String name) {
        ServiceConfig service = config.service(name);
        SelectionPolicy policy = ordered.policy(name).orElseGet(() -> configuredPolicy(name));
        return new ServicePolicy(
                policy.wireName(), policy.factory(), service.queue().places(), service.panicPercent());
    }

    private SelectionPolicy configuredPolicy(String service) {
        return SelectionPolicy.named(config.service(service).policy())
                .orElseThrow(() -> new IllegalStateException("the schema lets no other policy in"));
    }

    private HealthRules healthRules(String service) {
        HealthConfig rules = config.service(service).health();
        return new HealthRules(
                rules.interval(),
                rules.timeout(),
                rules.downInterval(),
                rules.rise(),
                rules.fall(),
                rules.sessionGrace(),
                rules.send(),
                rules.expect());
    }

    private OutlierDetector.Rules outlierRules(String service) {
        HealthConfig rules = config.service(service).health();
        return new OutlierDetector.Rules(rules.ejectAfter(), rules.ejectFor());
    }

    private static List<StaticBackend> staticBackends(BalancerConfig config) {
        return config.services().entrySet().stream()
                .flatMap(service -> service.getValue().backends().stream()
                        .map(backend -> new StaticBackend(
                                service.getKey(),
                                backend.host(),
                                backend.port(),
                                backend.weight(),
                                service.getValue().maxConnectionsPerBackend())))
                .toList();
    }
}
