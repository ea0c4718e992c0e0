package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.ConnectionLoad;
import io.equipoise.testkit.LoadResult;
import io.equipoise.testkit.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Two balancers and four backends in six processes: both know the same, whoever comes and goes, in whatever order. */
class TwoBalancersIT {
    @AutoClose
    private final TestCluster cluster = new TestCluster();

    @Test
    void K7_K8_K10_two_balancers_know_the_same_pool_through_joins_and_the_deaths_of_members() throws Exception {
        Balancer one = cluster.balancer("one");
        Balancer two = cluster.balancer("two");
        List<Backend> backends = new ArrayList<>();
        Set<String> expected = new TreeSet<>();
        long slowestJoin = 0;
        for (String id : List.of("a", "b", "c", "d")) {
            Backend backend = cluster.backend(id);
            backends.add(backend);
            expected.add(id);
            long known = latest(one.awaitUp(expected), two.awaitUp(expected));
            slowestJoin = Math.max(slowestJoin, (known - backend.announced().nanos()) / 1_000_000);
        }
        // A second on a quiet machine, where each member is a fresh JVM on two cores.
        assertThat(slowestJoin).as("known to both").isLessThan(2_000);
        assertThat(distributionIsEven(two)).isTrue();

        // The oldest member, which Hazelcast makes its master, is a balancer: kill it.
        try (Held sessions = Held.open(two.address(), 100)) {
            long killed = System.nanoTime();
            one.process().send(Signal.KILL);
            sessions.assertAlive(1);
            try (ConnectionLoad load = Loads.start(two, 100)) {
                Loads.await(load, 400, killed);
                assertThat(load.stop().failed()).isEmpty();
            }
            sessions.assertAlive(1);
            assertThat(two.up()).isEqualTo(expected);
        }

        Balancer late = cluster.balancer("late");
        try (ConnectionLoad load = Loads.start(late, 100)) {
            Loads.await(load, 200);
            assertThat(load.stop().failed()).as("its first clients").isEmpty();
        }
        long knowsAll = (late.awaitUp(expected) - late.listening().nanos()) / 1_000_000;
        assertThat(knowsAll).as("a balancer that starts last knows all").isLessThan(2_000);

        // Now the oldest member is a backend... unless the second balancer is: kill that backend and see both agree.
        int markTwo = two.mark();
        int markLate = late.mark();
        long killed = System.nanoTime();
        backends.get(0).process().send(Signal.KILL);
        long down = latest(
                two.awaitDown(markTwo, "a").nanos(),
                late.awaitDown(markLate, "a").nanos());
        long downMillis = (down - killed) / 1_000_000;
        expected.remove("a");
        assertThat(two.up()).isEqualTo(expected);
        assertThat(late.up()).isEqualTo(expected);
        Figures.print(
                "two balancers, four backends: slowest join %d ms, last balancer knew all after %d ms, death known to both after %d ms",
                slowestJoin, knowsAll, downMillis);
        assertThat(downMillis).isLessThan(3_000);
        late.process().send(Signal.TERM);
        assertThat(late.process().awaitExit()).isZero();
        two.assertCleanLog();
        late.assertCleanLog();
    }

    private static boolean distributionIsEven(Balancer balancer) {
        try (ConnectionLoad load = Loads.start(balancer, 200)) {
            Loads.await(load, 400);
            LoadResult result = load.stop();
            assertThat(result.failed()).isEmpty();
            return result.byBackend().values().stream().allMatch(count -> count >= 80);
        }
    }

    private static long latest(long first, long second) {
        return Math.max(first, second);
    }
}
