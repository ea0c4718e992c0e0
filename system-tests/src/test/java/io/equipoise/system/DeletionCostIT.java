package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.RunningProcess;
import io.equipoise.testkit.Signal;
import io.equipoise.testkit.StandInKubernetes;
import io.equipoise.testkit.TestCertificate;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Balancers tell a stand-in for Kubernetes what it costs to take the pods of backends away. */
@Tag("patient")
class DeletionCostIT {
    private static final int DRAINED = -1_000_000_000;

    @TempDir
    private Path folder;

    private StandInKubernetes kubernetes;
    private TestCluster cluster;

    @BeforeEach
    void start() {
        kubernetes = StandInKubernetes.start(TestCertificate.make(folder, "ip:127.0.0.1"));
        cluster = new TestCluster();
    }

    @AfterEach
    void stop() {
        cluster.close();
        kubernetes.close();
    }

    @Test
    void one_of_two_balancers_says_what_both_carry_and_the_other_goes_on_when_it_dies() throws Exception {
        Balancer one = balancer("one");
        Balancer two = balancer("two");
        Set<String> backends = Set.of("backend-a", "backend-b");
        backends.forEach(kubernetes::pod);
        backends.forEach(cluster::backend);
        for (Balancer balancer : List.of(one, two)) {
            balancer.awaitUp(backends);
            soon(() -> assertThat(stats(balancer).getJsonArray("balancers")).hasSize(2));
        }
        boolean oneLeads = id(one).compareTo(id(two)) < 0;
        Balancer leader = oneLeads ? one : two;
        Balancer other = oneLeads ? two : one;
        awaitCosts(0, 0);

        // Three sessions of each balancer on each backend, which is 2 by itself.
        int mark;
        try (Held first = Held.open(one.address(), 6);
                Held second = Held.open(two.address(), 6)) {
            awaitCosts(4, 4);
            mark = kubernetes.patches().size();
            assertThat(Admin.call(other, "PATCH", "/api/v1/backends/backend-b", "{\"state\":\"draining\"}")
                            .statusCode())
                    .isEqualTo(200);
            awaitCosts(4, DRAINED + 4);
            first.assertAlive(1);
            second.assertAlive(1);
        }
        awaitCosts(0, DRAINED);
        assertThat(kubernetes.patches().subList(mark, kubernetes.patches().size()))
                .hasSizeBetween(3, 6)
                .allSatisfy(patch -> assertThat(patch.token()).isEqualTo(token(leader)));

        int before = kubernetes.patches().size();
        leader.process().send(Signal.KILL);
        soon(() -> assertThat(kubernetes.patches()).hasSize(before + 2));
        assertThat(kubernetes.patches().subList(before, before + 2))
                .allSatisfy(patch -> assertThat(patch.token()).isEqualTo(token(other)));
        awaitCosts(0, DRAINED);
        assertThat(other.process().output().matching(0, "deletion costs cannot be written"))
                .isEmpty();
        other.assertCleanLog();
    }

    @Test
    void a_balancer_without_the_right_says_so_once_and_carries_sessions_as_ever() throws Exception {
        Balancer balancer = balancer("one");
        kubernetes.forget(token(balancer));
        kubernetes.pod("backend-a");
        cluster.backend("backend-a");
        balancer.awaitUp(Set.of("backend-a"));
        soon(() -> assertThat(kubernetes.patches()).hasSizeGreaterThan(1));
        try (Held sessions = Held.open(balancer.address(), 10)) {
            sessions.assertAlive(1);
        }
        assertThat(balancer.process().output().matching(0, "deletion costs cannot be written"))
                .hasSize(1)
                .allSatisfy(line -> assertThat(line.text()).contains("401", "k8s/optional/deletion-cost.yaml"));
        balancer.process().send(Signal.TERM);
        assertThat(balancer.process().awaitExit()).isZero();
        balancer.assertCleanLog();
    }

    /** One whose pod has a token of its own, by which it is known. */
    private Balancer balancer(String name) {
        Path account = folder.resolve(name);
        kubernetes.mount(account, "token-of-" + name);
        JsonObject costs = new JsonObject().put("enabled", true).put("every", "5s");
        JsonObject config = new JsonObject()
                .put("admin", new JsonObject().put("port", 0))
                .put(
                        "kubernetes",
                        new JsonObject()
                                .put("serviceAccount", account.toString())
                                .put("deletionCost", costs));
        return cluster.balancer(
                name,
                config,
                command -> command.withEnvironment("KUBERNETES_SERVICE_HOST", "127.0.0.1")
                        .withEnvironment("KUBERNETES_SERVICE_PORT", String.valueOf(kubernetes.port())));
    }

    private static String token(Balancer balancer) {
        return "token-of-" + balancer.process().name().replace("balancer ", "");
    }

    private void awaitCosts(int a, int b) {
        soon(() -> {
            assertThat(kubernetes.cost("backend-a")).isEqualTo(Optional.of(a));
            assertThat(kubernetes.cost("backend-b")).isEqualTo(Optional.of(b));
        });
    }

    private static String id(Balancer balancer) {
        return stats(balancer).getString("balancer");
    }

    private static JsonObject stats(Balancer balancer) {
        return Admin.json(balancer, "/api/v1/stats?window=all");
    }

    private static void soon(ThrowingRunnable assertion) {
        Awaitility.await().atMost(RunningProcess.PATIENCE).untilAsserted(assertion);
    }
}
