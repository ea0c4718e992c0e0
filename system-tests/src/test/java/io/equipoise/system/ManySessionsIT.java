package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.Proc;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many sessions at once and one after the other, through one balancer with a heap of 256 MiB. */
class ManySessionsIT {
    private static final int MANY = 5_000;
    private static final Duration RELEASE_LIMIT = Duration.ofSeconds(30);

    private static TestCluster cluster;
    private static Balancer balancer;

    @BeforeAll
    static void start() throws Exception {
        cluster = new TestCluster();
        balancer = cluster.balancer("one", new JsonObject(), UnaryOperator.identity());
        cluster.backend("a");
        cluster.backend("b");
        balancer.awaitUp(Set.of("a", "b"));
        // Classes are loaded and pools are filled before anything is counted.
        try (Held warm = Held.open(balancer.address(), 50)) {
            assertThat(warm.count()).isEqualTo(50);
        }
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void C17_five_thousand_idle_sessions_are_all_alive_and_leave_no_descriptor_behind() throws Exception {
        long pid = balancer.process().pid();
        int base = awaitQuiet(pid);
        long bytes = Proc.residentBytes(pid);
        int mark = balancer.mark();
        try (Held held = Held.open(balancer.address(), MANY)) {
            long each = (Proc.residentBytes(pid) - bytes) / MANY;
            held.assertAlive(1);
            long slowest = slowestNewSessionMillis();
            Figures.print(
                    "%d idle sessions at -Xmx256m: %d bytes of resident memory each, slowest new session %d ms",
                    MANY, each, slowest);
            assertThat(Proc.openSockets(pid)).isGreaterThanOrEqualTo(2 * MANY);
            assertThat(each).as("resident bytes a session").isLessThan(40 * 1024);
        }
        awaitReleased(pid, base);
        Awaitility.await()
                .atMost(RELEASE_LIMIT)
                .untilAsserted(() -> assertThat(balancer.process().output().matching(mark, "reason=\"?client_closed"))
                        .hasSizeGreaterThanOrEqualTo(MANY));
        balancer.assertCleanLog();
    }

    @Test
    void C19_C20_churn_of_five_thousand_by_end_and_by_reset_fails_none_and_leaves_no_descriptor_behind()
            throws Exception {
        long pid = balancer.process().pid();
        int base = awaitQuiet(pid);
        long start = System.nanoTime();
        for (int i = 0; i < MANY / 100; i++) {
            try (Held held = Held.open(balancer.address(), 100)) {
                if (i % 2 == 1) {
                    held.reset();
                }
            }
        }
        Figures.print(
                "churn: %d sessions, 0 failed, %d a second", MANY, MANY * 1_000_000_000L / (System.nanoTime() - start));
        awaitReleased(pid, base);
        balancer.assertCleanLog();
    }

    private static long slowestNewSessionMillis() throws Exception {
        long slowest = 0;
        for (int i = 0; i < 100; i++) {
            long start = System.nanoTime();
            try (Held one = Held.open(balancer.address(), 1)) {
                assertThat(one.count()).isEqualTo(1);
                slowest = Math.max(slowest, (System.nanoTime() - start) / 1_000_000);
            }
        }
        return slowest;
    }

    /** The number of descriptors when nothing goes on: the same three times in a row. */
    private static int awaitQuiet(long pid) {
        int[] seen = {-1, 0};
        Awaitility.await().atMost(RELEASE_LIMIT).until(() -> {
            int now = Proc.openSockets(pid);
            seen[1] = now == seen[0] ? seen[1] + 1 : 0;
            seen[0] = now;
            return seen[1] >= 3;
        });
        return seen[0];
    }

    private static void awaitReleased(long pid, int base) {
        // A probe may be under way to each backend while we count.
        Awaitility.await()
                .atMost(RELEASE_LIMIT)
                .untilAsserted(() -> assertThat(Proc.openSockets(pid)).isLessThanOrEqualTo(base + 2));
    }
}
