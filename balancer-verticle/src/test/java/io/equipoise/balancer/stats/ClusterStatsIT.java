package io.equipoise.balancer.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.config.ClasspathXmlConfig;
import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.multimap.MultiMap;
import io.equipoise.balancer.control.ControlLoop;
import io.equipoise.balancer.control.VertxTimers;
import io.equipoise.balancer.pool.BackendPool;
import io.equipoise.balancer.pool.ServicePolicy;
import io.equipoise.balancer.selection.SelectionPolicy;
import io.equipoise.cluster.registry.Addresses;
import io.equipoise.cluster.registry.BalancerRecord;
import io.equipoise.cluster.registry.Envelope;
import io.equipoise.cluster.registry.SharedRegistry;
import io.equipoise.testkit.FreePort;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Figures that go from balancer to balancer, within one cluster on loopback, in this JVM. */
class ClusterStatsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Longer than the test, as nobody renews it. */
    private static final Duration LEASE = Duration.ofMinutes(10);

    private static final Envelope ENVELOPE = Envelope.of(Optional.empty());

    private final String name = "test-" + UUID.randomUUID();
    private final int port = FreePort.any();
    private final Deque<Vertx> started = new ArrayDeque<>();
    private HazelcastInstance member;

    @AfterEach
    void leave() {
        started.forEach(vertx -> wait(vertx.close()));
    }

    @Test
    void balancers_hear_each_other_again_when_the_cluster_has_forgotten_that_they_listen() {
        ClusterStats first = balancer("first");
        ClusterStats second = balancer("second");
        await().atMost(PATIENCE).until(() -> hears(first, "second") && hears(second, "first"));

        subscriptions().remove(Addresses.FIGURES);

        await().atMost(PATIENCE).until(() -> subscriptions().valueCount(Addresses.FIGURES) == 2);
        await().atMost(PATIENCE).until(() -> hears(first, "second") && hears(second, "first"));
    }

    /** Those of the whole cluster, by address, where Vert.x keeps them. */
    private MultiMap<String, Object> subscriptions() {
        return member.getMultiMap("__vertx.subs");
    }

    /** Whether it shows figures of that one that are not old. */
    private static boolean hears(ClusterStats stats, String id) {
        return wait(stats.stats(Window.ALL, Stats::balancers)).stream()
                .anyMatch(balancer -> balancer.id().equals(id) && !balancer.stale());
    }

    private ClusterStats balancer(String id) {
        return deploy(join(), id);
    }

    private static ClusterStats deploy(Vertx vertx, String id) {
        SharedRegistry registry = wait(SharedRegistry.open(vertx, ENVELOPE));
        wait(registry.put(new BalancerRecord(id, List.of(), LEASE.toMillis())));
        BackendPool pool =
                new BackendPool(any -> new ServicePolicy("random", SelectionPolicy.RANDOM.factory(), 8, 50), () -> 0);
        ClusterStats stats = new ClusterStats(
                id,
                ENVELOPE,
                new ClusterStats.Source(Map::of, pool::snapshot, registry::balancerIds, reason -> {}),
                text -> vertx.eventBus().publish(Addresses.FIGURES, text),
                new ControlLoop(new VertxTimers(vertx), System::nanoTime, new Random(1)),
                InstantSource.system());
        wait(vertx.deployVerticle(stats, ClusterStats.OPTIONS));
        assertThat(hears(stats, id)).isTrue();
        return stats;
    }

    private Vertx join() {
        HazelcastClusterManager manager = new HazelcastClusterManager(config());
        Vertx vertx = wait(Vertx.builder()
                .with(new VertxOptions().setEventBusOptions(new EventBusOptions().setHost("127.0.0.1")))
                .withClusterManager(manager)
                .buildClustered());
        started.push(vertx);
        member = manager.getHazelcastInstance();
        return vertx;
    }

    /** As users have it. The first member takes the port, and the other finds it there. */
    private Config config() {
        Properties settings = new Properties();
        settings.setProperty("equipoise.cluster.name", name);
        settings.setProperty("equipoise.cluster.host", "127.0.0.1");
        settings.setProperty("equipoise.cluster.port", String.valueOf(port));
        settings.setProperty("equipoise.cluster.members", "127.0.0.1:" + port);
        settings.setProperty("equipoise.cluster.lite", "false");
        return new ClasspathXmlConfig("cluster.xml", settings);
    }

    private static <T> T wait(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
