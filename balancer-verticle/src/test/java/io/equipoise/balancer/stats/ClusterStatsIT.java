package io.equipoise.balancer.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import io.equipoise.balancer.control.ControlLoop;
import io.equipoise.balancer.control.VertxTimers;
import io.equipoise.balancer.pool.BackendPool;
import io.equipoise.balancer.pool.ServicePolicy;
import io.equipoise.balancer.selection.SelectionPolicy;
import io.equipoise.cluster.registry.Addresses;
import io.equipoise.cluster.registry.BalancerRecord;
import io.equipoise.cluster.registry.Envelope;
import io.equipoise.cluster.registry.SharedRegistry;
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
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Figures that go from balancer to balancer, within one cluster on loopback, in this JVM. */
class ClusterStatsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Envelope ENVELOPE = Envelope.of(Optional.empty());

    private final String name = "test-" + UUID.randomUUID();
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

        member.getMultiMap("__vertx.subs").remove(Addresses.FIGURES);

        await().atMost(PATIENCE).until(() -> !hears(first, "second") && !hears(second, "first"));
        await().atMost(PATIENCE).until(() -> hears(first, "second") && hears(second, "first"));
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
        wait(registry.put(new BalancerRecord(id, List.of(), PATIENCE.toMillis())));
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

    /** The first member takes any free port, and the others find it there. */
    private Config config() {
        Config config = new Config()
                .setClusterName(name)
                .setProperty("hazelcast.logging.type", "slf4j")
                .setProperty("hazelcast.phone.home.enabled", "false")
                .setProperty("hazelcast.shutdownhook.enabled", "false")
                .setProperty("hazelcast.socket.bind.any", "false")
                .setProperty("hazelcast.wait.seconds.before.join", "0")
                .setProperty("hazelcast.partition.count", "31");
        config.getNetworkConfig().setPort(0).getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
        config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
        config.getNetworkConfig()
                .getJoin()
                .getTcpIpConfig()
                .setEnabled(true)
                .setMembers(
                        member == null
                                ? List.of()
                                : List.of("127.0.0.1:"
                                        + member.getCluster()
                                                .getLocalMember()
                                                .getAddress()
                                                .getPort()));
        return config;
    }

    private static <T> T wait(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
