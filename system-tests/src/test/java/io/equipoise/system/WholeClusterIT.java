package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.ConnectionLoad;
import io.equipoise.testkit.RunningProcess;
import io.equipoise.testkit.Signal;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** All members start at once, in either order, and again after all of them were killed at once. */
class WholeClusterIT {
    private static final Set<String> ALL = Set.of("a", "b");

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void K10_backends_that_were_there_before_any_balancer_are_known_to_the_first_one() {
        ALL.forEach(cluster::backend);
        Balancer balancer = cluster.balancer("late");
        long millis = (balancer.awaitUp(ALL) - balancer.listening().nanos()) / 1_000_000;
        Figures.print("backends first: all up %d ms after the listener", millis);
        assertServes(balancer);
        assertThat(millis).isLessThan(2_000);
    }

    @Test
    void K9_after_all_were_killed_at_once_they_serve_again_within_half_a_minute_of_their_start_without_a_hand() {
        List<RunningProcess> members = new ArrayList<>();
        Balancer before = cluster.balancer("before");
        members.add(before.process());
        ALL.forEach(id -> members.add(cluster.backend(id).process()));
        before.awaitUp(ALL);
        assertServes(before);
        members.forEach(member -> member.send(Signal.KILL));
        members.forEach(RunningProcess::awaitExit);

        long started = System.nanoTime();
        ALL.forEach(id -> cluster.startBackend(new JsonObject().put("id", id), UnaryOperator.identity()));
        Balancer after = cluster.balancer("after");
        long millis = (after.awaitUp(ALL) - started) / 1_000_000;
        Figures.print("all killed and started at once: all up after %d ms", millis);
        assertServes(after);
        assertThat(millis).isLessThan(30_000);
    }

    private static void assertServes(Balancer balancer) {
        try (ConnectionLoad load = Loads.start(balancer, 100)) {
            Loads.await(load, 100);
            assertThat(load.stop()).satisfies(result -> {
                assertThat(result.failed()).isEmpty();
                assertThat(result.byBackend()).containsOnlyKeys(ALL);
            });
        }
    }
}
