package io.equipoise.balancer.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.equipoise.balancer.control.ControlLoop;
import io.equipoise.balancer.control.PoolUpdates;
import io.equipoise.balancer.control.VertxTimers;
import io.equipoise.balancer.discovery.OwnListeners;
import io.equipoise.balancer.discovery.StaticBackend;
import io.equipoise.balancer.discovery.StaticDiscovery;
import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.BackendPool;
import io.equipoise.balancer.pool.PoolSnapshot;
import io.equipoise.balancer.pool.PoolUpdate;
import io.equipoise.balancer.pool.ServicePolicy;
import io.equipoise.balancer.pool.ServiceView;
import io.equipoise.balancer.selection.SelectionPolicy;
import io.equipoise.cluster.registry.Envelope;
import io.equipoise.cluster.registry.SharedRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The side of a balancer that takes orders, on a control loop; several of them share a Vert.x. */
public final class Steered {
    static final Author OPS = new Author("ops", "192.0.2.1");

    private static final int SECONDS = 30;
    private static final int OWN_PORT = 8_080;

    final Maps maps;
    final List<String> told = new CopyOnWriteArrayList<>();
    final OrderBook book = new OrderBook();
    private final BackendPool pool;
    private final Context context;
    private final PoolUpdates updates;
    private final StaticDiscovery statics;
    private final OrderExchange exchange;
    private final Orders orders;
    private volatile long wallMillis = 1_000_000;

    public Steered(Vertx vertx, String id, Envelope envelope, StaticBackend... configured) throws TimeoutException {
        maps = new Maps(vertx);
        context = vertx.getOrCreateContext();
        ControlLoop loop = new ControlLoop(new VertxTimers(vertx), System::nanoTime, new Random(1));
        pool = new BackendPool(
                service -> policy(book.policy(service).orElse(SelectionPolicy.LEAST_CONNECTIONS)), () -> 0);
        updates = new PoolUpdates(pool, loop.timers());
        OwnListeners own = new OwnListeners(Set.of());
        own.opened(new InetSocketAddress(InetAddress.getLoopbackAddress(), OWN_PORT));
        statics = new StaticDiscovery(
                List.of(configured),
                host -> host.equals("db.example")
                        ? Future.succeededFuture(List.of(InetAddress.getLoopbackAddress()))
                        : Future.failedFuture(new UnknownHostException(host)),
                own,
                updates,
                name -> false,
                loop);
        OrderEffects effects =
                new OrderEffects(updates, statics, service -> SelectionPolicy.LEAST_CONNECTIONS, service -> 3);
        exchange = new OrderExchange(
                vertx.eventBus(),
                get(SharedRegistry.open(maps.seen(), envelope)),
                envelope,
                id,
                book,
                effects,
                () -> Instant.ofEpochMilli(wallMillis),
                loop);
        orders = new Orders(book, exchange, effects, pool, updates, statics);
        orders.addListener((subject, message, details) -> told.add(subject + ": " + message + " " + details));
    }

    private static ServicePolicy policy(SelectionPolicy policy) {
        return new ServicePolicy(policy.wireName(), policy.factory(), 8, 50);
    }

    public Steered start() throws TimeoutException {
        get(call(orders::start));
        get(call(() -> {
            statics.start();
            updates.flush();
            return Future.succeededFuture();
        }));
        return this;
    }

    void catchUp() throws TimeoutException {
        get(call(() -> {
            orders.catchUp();
            return Future.succeededFuture();
        }));
    }

    void clock(long millis) {
        wallMillis = millis;
    }

    public void join(Backend backend) throws TimeoutException {
        get(call(() -> {
            updates.accept(new PoolUpdate.Upsert(backend));
            updates.flush();
            return Future.succeededFuture();
        }));
    }

    Future<Void> change(String id, BackendChange change) {
        return call(() -> orders.changeBackend(id, change, OPS));
    }

    Future<Void> policy(String service, Optional<SelectionPolicy> policy) {
        return call(() -> orders.policy(service, policy, OPS));
    }

    Future<Backend> add(String service, String host, int port, int weight) {
        return call(() -> orders.addStatic(service, host, port, weight, OPS));
    }

    Future<Void> remove(String id) {
        return call(() -> orders.removeStatic(id, OPS));
    }

    /** What it takes orders through; on its loop. */
    public Orders orders() {
        return orders;
    }

    /** Its pool as it is published. */
    public PoolSnapshot snapshot() {
        return pool.snapshot();
    }

    /** Whether the cluster does not answer it. */
    public void cutOff(boolean now) {
        maps.silent(now);
    }

    long refused(String reason) {
        return exchange.door().refused(reason);
    }

    /** The backend as the published pool has it; null when it has none of that id. */
    Backend backend(String id) {
        for (BackendNode node : pool.snapshot().nodes()) {
            if (node.backend().id().equals(id)) {
                return node.backend();
            }
        }
        return null;
    }

    String policyOf(String service) {
        ServiceView view = pool.snapshot().service(service);
        return view == null ? "" : view.policy();
    }

    static void assertRefused(Future<?> order, OrderRefused.Reason reason) {
        OrderRefused refusal = catchThrowableOfType(OrderRefused.class, () -> get(order));
        assertThat(refusal).isNotNull();
        assertThat(refusal.reason()).as(refusal.getMessage()).isEqualTo(reason);
    }

    static <T> T get(Future<T> future) throws TimeoutException {
        return future.await(SECONDS, TimeUnit.SECONDS);
    }

    private <T> Future<T> call(Supplier<Future<T>> call) {
        return Future.future(done -> context.runOnContext(v -> call.get().onComplete(done)));
    }
}
