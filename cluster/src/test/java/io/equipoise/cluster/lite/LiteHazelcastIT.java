package io.equipoise.cluster.lite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.spi.cluster.NodeListener;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Members of one cluster on loopback, in this JVM. */
class LiteHazelcastIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ADDRESS = "work";

    private final String name = "test-" + UUID.randomUUID();
    private final Deque<Vertx> started = new ArrayDeque<>();
    private int firstPort;

    @AfterEach
    void leave() {
        started.forEach(vertx -> wait(vertx.close()));
    }

    @Test
    void leaves_while_it_still_waits_for_an_answer_from_behind_one_that_left_before() throws InterruptedException {
        start(new HazelcastClusterManager(), false);
        LiteHazelcast leaving = new LiteHazelcast();
        Vertx vertx = start(leaving, true);
        HazelcastInstance member = leaving.getHazelcastInstance();
        CountDownLatch tidies = new CountDownLatch(1);
        // As Vert.x tidies up: it holds the manager, and what it asked fails once the member is shut down.
        Thread tidying = new Thread(() -> {
            synchronized (leaving) {
                tidies.countDown();
                await().atMost(PATIENCE)
                        .until(() -> !member.getLifecycleService().isRunning());
            }
        });
        tidying.start();
        tidies.await();

        wait(vertx.close());

        tidying.join(PATIENCE.toMillis());
        assertThat(tidying.isAlive()).isFalse();
    }

    @Test
    void consumers_of_one_that_left_are_forgotten_and_others_hear_that_it_left() {
        Vertx holder = start(new HazelcastClusterManager(), false);
        LiteHazelcast staying = new LiteHazelcast();
        Heard heard = new Heard();
        staying.nodeListener(heard);
        Vertx sender = start(staying, true);
        LiteHazelcast leaving = new LiteHazelcast();
        Vertx receiver = start(leaving, true);
        String left = leaving.getNodeId();
        wait(receiver.eventBus()
                .<String>consumer(ADDRESS, message -> message.reply("from who left"))
                .completion());
        assertThat(answer(sender)).isEqualTo("from who left");
        assertThat(answer(holder)).isEqualTo("from who left");

        wait(receiver.close());

        await().atMost(PATIENCE).until(() -> heard.left.contains(left));
        wait(holder.eventBus()
                .<String>consumer(ADDRESS, message -> message.reply("from who stays"))
                .completion());
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(List.of(answer(sender), answer(sender), answer(holder)))
                        .containsOnly("from who stays"));
        assertThat(heard.added).contains(left);
        assertThat(heard.left).containsExactly(left);
    }

    @Test
    void stays_known_when_one_of_two_that_hold_the_data_leaves() {
        HazelcastClusterManager going = new HazelcastClusterManager();
        Vertx first = start(going, false);
        Vertx second = start(new HazelcastClusterManager(), false);
        LiteHazelcast staying = new LiteHazelcast();
        Heard heard = new Heard();
        staying.nodeListener(heard);
        Vertx lite = start(staying, true);
        wait(lite.eventBus()
                .<String>consumer(ADDRESS, message -> message.reply("from who stays"))
                .completion());
        String left = going.getNodeId();

        wait(first.close());

        await().atMost(PATIENCE).until(() -> heard.left.contains(left));
        assertThat(answer(second)).isEqualTo("from who stays");
    }

    private Vertx start(HazelcastClusterManager manager, boolean lite) {
        manager.setConfig(config(lite));
        Vertx vertx = wait(Vertx.builder()
                .with(new VertxOptions().setEventBusOptions(new EventBusOptions().setHost("127.0.0.1")))
                .withClusterManager(manager)
                .buildClustered());
        started.push(vertx);
        if (firstPort == 0) {
            firstPort = manager.getHazelcastInstance()
                    .getCluster()
                    .getLocalMember()
                    .getAddress()
                    .getPort();
        }
        return vertx;
    }

    /** The first member takes any free port, and the others find it there. */
    private Config config(boolean lite) {
        Config config = new Config()
                .setClusterName(name)
                .setLiteMember(lite)
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
                .setMembers(firstPort == 0 ? List.of() : List.of("127.0.0.1:" + firstPort));
        return config;
    }

    private static String answer(Vertx vertx) {
        return wait(vertx.eventBus().<String>request(ADDRESS, "")).body();
    }

    private static <T> T wait(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** Who came and who went. */
    private static final class Heard implements NodeListener {
        final Queue<String> added = new ConcurrentLinkedQueue<>();
        final Queue<String> left = new ConcurrentLinkedQueue<>();

        @Override
        public void nodeAdded(String nodeId) {
            added.add(nodeId);
        }

        @Override
        public void nodeLeft(String nodeId) {
            left.add(nodeId);
        }
    }
}
