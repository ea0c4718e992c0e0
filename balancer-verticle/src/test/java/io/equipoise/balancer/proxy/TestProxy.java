package io.equipoise.balancer.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.BackendPool;
import io.equipoise.balancer.pool.HealthState;
import io.equipoise.balancer.pool.PoolUpdate;
import io.equipoise.balancer.pool.ServicePolicy;
import io.equipoise.testkit.RawConnection;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The data path of a balancer in this JVM, over a pool made by hand. At its close no session and no lease may be left. */
final class TestProxy implements AutoCloseable, SessionListener {
    static final Duration LIMIT = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final BackendPool pool;
    private final List<ProxyVerticle> proxies;
    private final CopyOnWriteArrayList<BackendNode> nodes = new CopyOnWriteArrayList<>();
    private final List<String> deployments = new CopyOnWriteArrayList<>();
    private final List<SessionReport> reports = Collections.synchronizedList(new ArrayList<>());
    private final List<CloseReason> connectFailures = new CopyOnWriteArrayList<>();
    private final List<CloseReason> backendFailures = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicLong skew = new AtomicLong();
    private final AtomicLong bytesFromClients = new AtomicLong();
    private final AtomicLong bytesFromBackends = new AtomicLong();
    private final AtomicLong looks = new AtomicLong();
    private final AtomicLong latest = new AtomicLong();
    private volatile boolean failing;

    TestProxy(Setup setup) {
        this(setup, DecisionSampler.NONE);
    }

    TestProxy(Setup setup, DecisionSampler sampler) {
        vertx = setup.net().vertx();
        ServicePolicy policy = new ServicePolicy(
                setup.policy(), setup.selectors(), setup.queue().places(), 50);
        pool = new BackendPool(service -> policy, () -> 0);
        pool.declare(Setup.SERVICE);
        proxies = ProxyVerticle.forLoops(
                setup.loops(),
                setup.config(),
                pool,
                this,
                sampler,
                () -> new Random(1),
                this::nanoTime,
                InstantSource.system());
        for (ProxyVerticle proxy : proxies) {
            deployments.add(get(vertx.deployVerticle(proxy)));
        }
    }

    /** With healthy backends on those ports. */
    static TestProxy over(Setup setup, int... ports) {
        TestProxy proxy = new TestProxy(setup);
        for (int port : ports) {
            proxy.join(port, 100, 0);
        }
        return proxy;
    }

    static <T> T get(Future<T> future) {
        return Async.get(future);
    }

    /** Adds a healthy backend, or describes it anew. */
    BackendNode join(int port, int weight, int maxConnections) {
        return join(port, weight, maxConnections, Backend.Mode.READY);
    }

    synchronized BackendNode join(int port, int weight, int maxConnections, Backend.Mode mode) {
        String id = id(port);
        pool.apply(List.of(
                new PoolUpdate.Upsert(new Backend(
                        id,
                        1,
                        Setup.SERVICE,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        weight,
                        maxConnections,
                        "",
                        mode,
                        Backend.Origin.STATIC,
                        Map.of())),
                new PoolUpdate.Health(id, 1, HealthState.Status.UP, "test")));
        BackendNode node = pool.node(id);
        nodes.addIfAbsent(node);
        return node;
    }

    synchronized void health(int port, HealthState.Status status) {
        pool.apply(List.of(new PoolUpdate.Health(id(port), 1, status, "test")));
    }

    synchronized void remove(int port) {
        pool.apply(List.of(new PoolUpdate.Remove(id(port), Backend.Origin.STATIC, 1, "test")));
    }

    private long nanoTime() {
        looks.incrementAndGet();
        return System.nanoTime() + skew.get();
    }

    /**
     * Lets so much time pass at once for the data path, when that has looked at what happened before. For one loop whose
     * sessions are quiet: it reads the clock once for each look then.
     */
    void advance(Duration time) {
        long before = looks.get();
        Async.until(() -> looks.get() >= before + 2);
        skew.addAndGet(time.toNanos());
    }

    /** From now on throws whenever it is told something. */
    void failWhenTold() {
        failing = true;
    }

    /** Sessions that wait for room. */
    int queued() {
        return pool.snapshot().services().get(Setup.SERVICE).queue().size();
    }

    int port() {
        return proxies.get(0).listeners().get(0).port();
    }

    RunningSessions running() {
        return new RunningSessions(proxies);
    }

    List<ProxyVerticle> proxies() {
        return proxies;
    }

    Vertx vertx() {
        return vertx;
    }

    RawConnection connect() throws IOException {
        return RawConnection.to(port());
    }

    /** The same with a small receive buffer, so that the proxy feels early that nobody reads. */
    RawConnection connectWithReceiveBuffer(int bytes) throws IOException {
        return RawConnection.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), bytes);
    }

    /** One session that is served by a backend which echoes. */
    void echo() throws IOException {
        try (RawConnection client = connect()) {
            client.send("echo\n");
            assertThat(client.receiveLine()).isEqualTo("echo");
        }
    }

    /** A client that is reset at once, maybe while it still connects. */
    void assertRefuses() throws IOException {
        try (RawConnection client = connect()) {
            assertThat(client.awaitEnd()).isEqualTo(RawConnection.End.RESET);
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    int openSessions() {
        return proxies.stream().mapToInt(ProxyVerticle::openSessions).sum();
    }

    /** The one session there was, when it has ended. */
    SessionReport report() {
        List<SessionReport> all = reports(1);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    /** All sessions that have ended, when there are so many of them. */
    List<SessionReport> reports(int count) {
        Async.until(() -> reports.size() >= count);
        synchronized (reports) {
            return List.copyOf(reports);
        }
    }

    List<CloseReason> connectFailures() {
        return connectFailures;
    }

    List<CloseReason> backendFailures() {
        return backendFailures;
    }

    int accepted() {
        return accepted.get();
    }

    /** Bytes that were told of so far, from clients and from backends. */
    List<Long> bytes() {
        return List.of(bytesFromClients.get(), bytesFromBackends.get());
    }

    /** The latest that a loop has ever looked at its sessions. */
    Duration latest() {
        return Duration.ofNanos(latest.get());
    }

    /** Begins to leave, as a balancer does that is stopped. */
    Future<?> stop() {
        return Future.all(deployments.stream().map(vertx::undeploy).toList());
    }

    @Override
    public void close() {
        get(vertx.close());
        assertThat(openSessions()).as("sessions left").isZero();
        assertThat(nodes)
                .allSatisfy(node ->
                        assertThat(node.open()).as("leases left on %s", node).isZero());
        assertThat(reports).as("reports of sessions").hasSize(accepted.get());
        assertThat(bytes())
                .as("bytes told")
                .containsExactly(sum(SessionReport::bytesFromClient), sum(SessionReport::bytesFromBackend));
    }

    @Override
    public void onAccepted(String listener, String service) {
        accepted.incrementAndGet();
        told();
    }

    @Override
    public void onConnectFailed(BackendNode node, CloseReason reason) {
        connectFailures.add(reason);
        told();
    }

    @Override
    public void onBackendFailed(BackendNode node, CloseReason reason) {
        backendFailures.add(reason);
        told();
    }

    @Override
    public void onBytes(String listener, String service, @Nullable Backend backend, long fromClient, long fromBackend) {
        bytesFromClients.addAndGet(fromClient);
        bytesFromBackends.addAndGet(fromBackend);
        told();
    }

    @Override
    public void onClosed(SessionReport report) {
        bytesFromClients.addAndGet(report.untoldFromClient());
        bytesFromBackends.addAndGet(report.untoldFromBackend());
        reports.add(report);
        told();
    }

    @Override
    public void onLoopLate(long nanos) {
        latest.accumulateAndGet(nanos, Math::max);
        told();
    }

    private long sum(ToLongFunction<SessionReport> bytes) {
        return reports.stream().mapToLong(bytes).sum();
    }

    private void told() {
        if (failing) {
            throw new IllegalStateException("a listener that fails");
        }
    }

    private static String id(int port) {
        return "backend-" + port;
    }
}
