package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.Command;
import io.equipoise.testkit.ConnectionLoad;
import io.equipoise.testkit.LoadResult;
import io.equipoise.testkit.RunningProcess;
import io.equipoise.testkit.Signal;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Backends that hold none of the cluster's data, and balancers, which do, in any order. */
@Tag("patient")
class LiteMembersIT {
    private static final Set<String> BOTH = Set.of("a", "b");
    private static final String WAITS = "no member holds the cluster's data yet";

    @AutoClose
    private final TestCluster cluster = new TestCluster();

    private static Command lite(Command command) {
        return command.with("-Dequipoise.cluster.lite=true");
    }

    private List<RunningProcess> startBackends() {
        return BOTH.stream()
                .sorted()
                .map(id -> cluster.startBackend(new JsonObject().put("id", id), LiteMembersIT::lite))
                .toList();
    }

    private static void assertServes(Balancer balancer) {
        try (ConnectionLoad load = Loads.start(balancer, 100)) {
            Loads.await(load, 200);
            LoadResult result = load.stop();
            assertThat(result.failed()).isEmpty();
            assertThat(result.byBackend()).containsOnlyKeys(BOTH);
        }
    }

    @Test
    void backends_that_start_first_wait_for_a_balancer_and_serve_then() {
        List<RunningProcess> backends = startBackends();
        backends.forEach(backend -> backend.awaitLine(WAITS));
        long waiting = System.nanoTime();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> System.nanoTime() - waiting > Duration.ofSeconds(6).toNanos());
        assertThat(backends).allMatch(RunningProcess::isAlive);
        assertThat(backends)
                .allSatisfy(backend -> assertThat(backend.output().matching(0, "backend is registered"))
                        .isEmpty());

        Balancer balancer = cluster.balancer("last");
        long up = balancer.awaitUp(BOTH);
        Figures.print(
                "balancer last: both backends up %d ms after it listened",
                (up - balancer.listening().nanos()) / 1_000_000);
        assertServes(balancer);
        balancer.process().send(Signal.TERM);
        assertThat(balancer.process().awaitExit()).isZero();
    }

    @Test
    void backends_outlive_the_only_balancer_and_serve_through_the_next_one() {
        Balancer first = cluster.balancer("first");
        List<RunningProcess> backends = startBackends();
        first.awaitUp(BOTH);
        first.process().send(Signal.KILL);
        first.process().awaitExit();

        long start = System.nanoTime();
        Balancer next = cluster.balancer("next");
        long up = next.awaitUp(BOTH);
        Figures.print(
                "only balancer killed: both backends up %d ms after the next one was started",
                (up - start) / 1_000_000);
        assertServes(next);
        assertThat(backends)
                .allSatisfy(backend -> assertThat(backend.output().matching(0, "^\\s+at .*getNodeInfo"))
                        .as("messages to the dead balancer, told without stack traces")
                        .isEmpty());
    }
}
