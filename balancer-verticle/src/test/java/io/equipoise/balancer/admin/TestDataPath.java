package io.equipoise.balancer.admin;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.equipoise.balancer.config.BalancerConfig;
import io.equipoise.balancer.config.BalancerConfigReader;
import io.equipoise.balancer.metrics.DecisionLog;
import io.equipoise.balancer.metrics.EventRing;
import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendPool;
import io.equipoise.balancer.pool.HealthState;
import io.equipoise.balancer.pool.PoolUpdate;
import io.equipoise.balancer.pool.Selector;
import io.equipoise.balancer.pool.ServicePolicy;
import io.equipoise.balancer.proxy.ProxyVerticle;
import io.equipoise.balancer.proxy.RunningSessions;
import io.equipoise.balancer.proxy.SessionListener;
import io.equipoise.testkit.RawConnection;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeoutException;

/** A listener and loops that carry real connections, to show through the API. */
final class TestDataPath {
    /** The balancer's id. */
    static final String ME = "balancer-1";

    private static final String SERVICE = "default";

    private final BackendPool pool;
    private final List<ProxyVerticle> loops;
    private final DecisionLog decisions;

    TestDataPath(Vertx vertx, int number, Selector.Factory selectors) throws TimeoutException {
        BalancerConfig config = BalancerConfigReader.read(new JsonObject("""
                {"listeners":[{"name":"front","host":"127.0.0.1","port":0}],"drain":{"deadline":"0s"}}"""));
        pool = new BackendPool(service -> new ServicePolicy("least-connections", selectors, 8, 50), () -> 0);
        pool.declare(SERVICE);
        decisions = new DecisionLog(ME, config.decisions(), System::nanoTime);
        loops = ProxyVerticle.forLoops(
                number,
                config,
                pool,
                SessionListener.NONE,
                decisions,
                () -> new Random(1),
                System::nanoTime,
                InstantSource.system());
        for (ProxyVerticle loop : loops) {
            vertx.deployVerticle(loop).await(20, SECONDS);
        }
    }

    /** Its sessions over HTTP. */
    SessionsApi api(EventRing events) {
        return new SessionsApi(ME, new RunningSessions(loops), decisions, new Audit(events));
    }

    /** Lets sessions go to that port of this machine; at most that many at once, 0 is any number. */
    void join(String id, int port, int maxConnections) {
        pool.apply(List.of(
                new PoolUpdate.Upsert(new Backend(
                        id,
                        1,
                        SERVICE,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        100,
                        maxConnections,
                        "",
                        Backend.Mode.READY,
                        Backend.Origin.STATIC,
                        Map.of())),
                new PoolUpdate.Health(id, 1, HealthState.Status.UP, "test")));
    }

    /** A client of its listener. */
    RawConnection connect() throws IOException {
        return RawConnection.to(loops.get(0).listeners().get(0).address().getPort());
    }
}
