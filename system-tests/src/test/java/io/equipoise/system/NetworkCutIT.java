package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.system.Namespaces.Namespace;
import io.equipoise.testkit.ConnectionLoad;
import io.equipoise.testkit.LoadResult;
import io.equipoise.testkit.LogLine;
import io.equipoise.testkit.RunningProcess;
import io.equipoise.testkit.Signal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A balancer and three backends, each in a network of its own, and cuts between them that leave the data ports open.
 * Nothing is restarted through all of them: what comes back comes back by itself.
 */
@Tag("patient")
@Tag("peers")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NetworkCutIT {
    private static final int DATA_PORT = 7_000;
    private static final int LISTENER_PORT = 8_080;
    private static final Set<String> ALL = Set.of("a", "b", "c");

    private static Namespaces namespaces;
    private static TestCluster cluster;
    private static Namespace balancerNet;
    private static final List<Namespace> backendNets = new ArrayList<>();
    private static final List<RunningProcess> backends = new ArrayList<>();
    private static Balancer balancer;

    @BeforeAll
    static void start() {
        namespaces = new Namespaces(new SecureRandom());
        cluster = new TestCluster();
        balancerNet = namespaces.member("balancer");
        JsonObject listener = new JsonObject()
                .put("name", "web")
                .put("host", balancerNet.address())
                .put("port", LISTENER_PORT)
                .put("service", "default");
        JsonObject admin = new JsonObject()
                .put("host", balancerNet.address())
                .put("token", "which-nobody-asks-for")
                .put("publicReads", true);
        balancer = cluster.balancer(
                "one",
                new JsonObject().put("listeners", new JsonArray().add(listener)).put("admin", admin),
                command -> balancerNet.inside(command.with("-cluster-host", balancerNet.address())));
        for (String id : List.of("a", "b", "c")) {
            Namespace net = namespaces.member(id);
            backendNets.add(net);
            JsonObject config =
                    new JsonObject().put("id", id).put("host", net.address()).put("port", DATA_PORT);
            backends.add(cluster.startBackend(
                    config,
                    command -> net.inside(
                            command.with("-cluster-host", net.address(), "-cluster-members", balancerNet.address()))));
        }
        balancer.awaitUp(ALL);
    }

    /** So that no test begins in what the one before it has left. */
    @AfterEach
    void awaitWholeCluster() {
        long start = System.nanoTime();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> Admin.gauge(balancer, "equipoise_cluster_members") == ALL.size() + 1);
        balancer.awaitUp(ALL);
        Figures.print("whole again after %d ms more", (System.nanoTime() - start) / 1_000_000);
    }

    @AfterAll
    static void stop() {
        cluster.close();
        namespaces.close();
    }

    @Test
    void K4_a_backend_cut_off_from_the_cluster_with_its_data_port_open_goes_down_and_comes_back_by_itself() {
        Namespace victim = backendNets.get(0);
        cutAndHeal("cut both ways", victim, () -> {
            victim.drop("input", "tcp dport != 7000");
            victim.drop("output", "tcp sport != 7000");
        });
    }

    @Test
    void K6_a_backend_whose_answers_alone_are_lost_goes_down_and_comes_back_by_itself() {
        Namespace victim = backendNets.get(1);
        cutAndHeal("cut one way", victim, () -> victim.drop("output", "tcp sport != 7000"));
    }

    /** The last one: for 15 s after it a backend that has not answered yet is given time. */
    @Test
    @Order(Integer.MAX_VALUE)
    void K5_a_balancer_cut_off_from_every_other_member_keeps_its_pool_and_carries_traffic() {
        int mark = balancer.mark();
        balancerNet.drop("input", "ip saddr != " + namespaces.testAddress() + " tcp sport != 7000");
        balancerNet.drop("output", "ip daddr != " + namespaces.testAddress() + " tcp dport != 7000");
        balancer.process().awaitLine(mark, "lost the cluster");
        try (ConnectionLoad load = Loads.start(balancer, 100)) {
            Loads.await(load, 1_500);
            assertThat(balancer.up()).isEqualTo(ALL);
            LoadResult result = load.stop();
            assertThat(result.failed()).isEmpty();
            assertThat(result.byBackend()).containsOnlyKeys(ALL);
            int healed = balancer.mark();
            long start = System.nanoTime();
            balancerNet.heal();
            LogLine heard = balancer.process().awaitLine(healed, "reached the cluster again");
            Figures.print(
                    "cut off from all: %s; pings answered %d ms after the cut healed",
                    result, heard.millisSince(start));
        }
        assertThat(balancer.process().output().matching(mark, "backend (left|is down)"))
                .isEmpty();
    }

    @Test
    void K2_a_member_frozen_for_twenty_seconds_goes_down_alone_and_comes_back_by_itself() {
        int mark = balancer.mark();
        long frozen = System.nanoTime();
        backends.get(2).send(Signal.STOP);
        LogLine down = balancer.awaitDown(mark, "c");
        assertThat(down.millisSince(frozen)).isLessThan(2_000);
        awaitSeconds(20, frozen);
        int thawMark = balancer.mark();
        long thawed = System.nanoTime();
        backends.get(2).send(Signal.CONT);
        LogLine up = balancer.awaitUpAgain(thawMark, "c");
        Figures.print(
                "frozen for 20 s: down after %d ms, up %d ms after the thaw",
                down.millisSince(frozen), up.millisSince(thawed));
        assertThat(balancer.process().output().matching(mark, "backend (left|is down)\\b.*?backend=\"?[ab]\\b"))
                .as(() -> "it took others with it:\n" + balancer.story(mark))
                .isEmpty();
        assertThat(up.millisSince(thawed)).isLessThan(30_000);
    }

    private static void cutAndHeal(String what, Namespace victim, Runnable cut) {
        int mark = balancer.mark();
        String id = List.of("a", "b", "c").get(backendNets.indexOf(victim));
        try (ConnectionLoad load = Loads.start(balancer, 100)) {
            long start = System.nanoTime();
            cut.run();
            LogLine down = balancer.awaitDown(mark, id);
            // Long enough for the cluster to notice too, and to part.
            Loads.await(load, 1_000, down.nanos());
            int healMark = balancer.mark();
            long healed = System.nanoTime();
            victim.heal();
            LogLine up = balancer.awaitUpAgain(healMark, id);
            long served = Loads.awaitAnswer(load, id, up.nanos());
            LoadResult result = load.stop();
            Figures.print(
                    "%s: %s, down after %d ms, up %d ms after it healed, serves %d ms later",
                    what, result, down.millisSince(start), up.millisSince(healed), (served - up.nanos()) / 1_000_000);
            assertThat(result.failed()).isEmpty();
            assertThat(down.millisSince(start))
                    .as(() -> "down too late:\n" + balancer.story(mark))
                    .isLessThan(3_000);
            // Hazelcast looks for others every 5 s, and for 5 s at each address where nobody is: 3 to 27 s were seen.
            assertThat(up.millisSince(healed)).isLessThan(40_000);
        }
    }

    private static void awaitSeconds(int seconds, long from) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(seconds + 30))
                .until(() -> System.nanoTime() - from >= seconds * 1_000_000_000L);
    }
}
