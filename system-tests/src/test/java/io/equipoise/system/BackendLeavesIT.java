package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.ConnectionLoad;
import io.equipoise.testkit.LoadResult;
import io.equipoise.testkit.LogLine;
import io.equipoise.testkit.RawConnection;
import io.equipoise.testkit.Signal;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Backends that leave as they should cost nobody anything. */
class BackendLeavesIT {
    private static final int RATE = 200;

    private static TestCluster cluster;
    private static Balancer balancer;

    @BeforeAll
    static void start() {
        cluster = new TestCluster();
        balancer = cluster.balancer("one");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void B14_a_backend_that_is_told_to_stop_fails_no_request_and_exits_when_its_last_connection_has_ended()
            throws Exception {
        try (Backend leaving = cluster.backend("a");
                Backend staying = cluster.backend("b")) {
            balancer.awaitUp(Set.of("a", "b"));
            try (ConnectionLoad load = Loads.start(balancer, RATE);
                    RawConnection held = heldOn("a")) {
                Loads.await(load, RATE);
                int mark = balancer.mark();
                leaving.process().send(Signal.TERM);
                LogLine draining = balancer.process().awaitLine(mark, "backend.*draining.*backend=\"?a\\b");
                Loads.await(load, RATE * 3, draining.nanos());
                held.send("still here\n");
                assertThat(held.receiveLine()).isEqualTo("still here");
                assertThat(leaving.process().isAlive()).isTrue();

                long lastEnded = System.nanoTime();
                held.finish();
                assertThat(leaving.process().awaitExit()).isZero();
                long exitMillis = (System.nanoTime() - lastEnded) / 1_000_000;
                balancer.awaitDown(mark, "a");
                LoadResult result = load.stop();
                Figures.print("SIGTERM: %s, exit %d ms after the last connection", result, exitMillis);
                assertThat(result.failed()).isEmpty();
                assertThat(result.begunFrom(draining.nanos()).byBackend()).containsOnlyKeys(staying.id());
                assertThat(exitMillis).isLessThan(3_000);
            }
        }
        balancer.awaitUp(Set.of());
    }

    @Test
    void O4_a_rolling_restart_of_three_backends_fails_no_request() {
        Backend[] backends = {cluster.backend("r0"), cluster.backend("r1"), cluster.backend("r2")};
        Set<String> all = Set.of("r0", "r1", "r2");
        balancer.awaitUp(all);
        try (ConnectionLoad load = Loads.start(balancer, RATE)) {
            for (int i = 0; i < backends.length; i++) {
                int mark = balancer.mark();
                backends[i].process().send(Signal.TERM);
                assertThat(backends[i].process().awaitExit()).isZero();
                backends[i] = cluster.backend("r" + i);
                balancer.awaitUpAgain(mark, "r" + i);
            }
            Loads.await(load, RATE, System.nanoTime());
            LoadResult result = load.stop();
            Figures.print("rolling restart of three: %s", result);
            assertThat(result.failed()).isEmpty();
        }
        for (Backend backend : backends) {
            backend.process().send(Signal.TERM);
            assertThat(backend.process().awaitExit(Duration.ofSeconds(20))).isZero();
        }
        balancer.assertCleanLog();
    }

    private static RawConnection heldOn(String id) throws Exception {
        for (int i = 0; i < 100; i++) {
            RawConnection connection = RawConnection.to(balancer.address(), 0);
            connection.send(ConnectionLoad.WHO_ARE_YOU);
            if (connection.receiveLine().equals(id)) {
                return connection;
            }
            connection.close();
        }
        throw new AssertionError("no connection of 100 reached " + id);
    }
}
