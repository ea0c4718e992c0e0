package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.ConnectionLoad;
import io.equipoise.testkit.LoadResult;
import io.equipoise.testkit.LogLine;
import io.equipoise.testkit.Signal;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * One of three backends dies or freezes under 200 new connections a second. A killed process accepts until the kernel has
 * taken its memory away and comes to its sockets, some 20 ms for a JVM of 100 MB: what it accepted then is asked of another,
 * as the service allows that.
 */
class BackendDeathIT {
    private static final int RATE = 200;
    private static final Set<String> ALL = Set.of("a", "b", "c");

    private final TestCluster cluster = new TestCluster();
    private Balancer balancer;
    private Backend victim;

    private void startReplaying() {
        JsonObject replaying = new JsonObject().put("connect", new JsonObject().put("replay", "16KiB"));
        start(new JsonObject().put("services", new JsonObject().put("default", replaying)));
    }

    private void start(JsonObject config) {
        balancer = cluster.balancer("one", config, UnaryOperator.identity());
        victim = cluster.backend("a");
        cluster.backend("b");
        cluster.backend("c");
        balancer.awaitUp(ALL);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void B2_K1_a_killed_backend_is_down_within_a_second_and_costs_no_request_where_requests_may_come_twice() {
        startReplaying();
        try (ConnectionLoad load = Loads.start(balancer, RATE)) {
            Loads.await(load, RATE * 5);
            int mark = balancer.mark();
            long killed = System.nanoTime();
            victim.process().send(Signal.KILL);
            victim.process().awaitExit();
            long gone = System.nanoTime();
            LogLine down = balancer.awaitDown(mark, "a");
            Loads.await(load, RATE * 30);
            LoadResult result = load.stop();

            Figures.print(
                    "SIGKILL: %s, gone after %d ms, down after %d ms",
                    result, (gone - killed) / 1_000_000, down.millisSince(killed));
            assertThat(down.millisSince(killed)).as("down within 1 s").isLessThan(1_000);
            assertThat(result.failed()).as("failed: %s", result).isEmpty();
            assertThat(result.begunFrom(down.nanos()).byBackend()).containsOnlyKeys("b", "c");
        }
        returns();
        balancer.assertCleanLog();
    }

    @Test
    void B2_where_they_may_not_only_what_was_sent_to_the_dead_process_is_lost() {
        start(new JsonObject());
        try (ConnectionLoad load = Loads.start(balancer, RATE)) {
            Loads.await(load, RATE * 2);
            long killed = System.nanoTime();
            victim.process().send(Signal.KILL);
            victim.process().awaitExit();
            long gone = System.nanoTime();
            Loads.await(load, RATE * 2, gone);
            LoadResult result = load.stop();

            long millis = (gone - killed) / 1_000_000;
            Figures.print("SIGKILL without replay: %s, gone after %d ms", result, millis);
            assertThat(result.begunFrom(gone).failed()).isEmpty();
            // At most all that came while it died, though two of three went to the others.
            assertThat(result.failed()).hasSizeLessThanOrEqualTo(1 + (int) (RATE * millis / 1_000));
        }
    }

    /** Its return after a restart, which must have none of the past against it. */
    private void returns() {
        int mark = balancer.mark();
        Backend again = cluster.backend("a");
        LogLine up = balancer.awaitUpAgain(mark, "a");
        Figures.print(
                "restart: up %d ms after its announcement",
                up.millisSince(again.announced().nanos()));
        try (ConnectionLoad load = Loads.start(balancer, 50)) {
            Loads.awaitAnswer(load, "a", up.nanos());
        }
    }

    @Test
    void B3_B4_a_frozen_backend_is_down_within_two_seconds_costs_no_later_connection_and_serves_again_when_thawed() {
        startReplaying();
        try (ConnectionLoad load = Loads.start(balancer, RATE)) {
            Loads.await(load, RATE * 2);
            int mark = balancer.mark();
            long frozen = System.nanoTime();
            victim.process().send(Signal.STOP);
            LogLine down = balancer.awaitDown(mark, "a");
            Loads.await(load, RATE * 5, down.nanos());
            int thawMark = balancer.mark();
            long thawed = System.nanoTime();
            victim.process().send(Signal.CONT);
            LogLine up = balancer.awaitUpAgain(thawMark, "a");
            Loads.await(load, RATE, up.nanos());
            LoadResult result = load.stop();

            long late = slow(result);
            long stuck = late - slow(result.begunFrom(down.nanos()));
            Figures.print(
                    "SIGSTOP: %s, %d waited on the frozen backend, %d were slow later, down after %d ms, up %d ms after SIGCONT",
                    result, stuck, late - stuck, down.millisSince(frozen), up.millisSince(thawed));
            assertThat(down.millisSince(frozen)).as("down within 2 s").isLessThan(2_000);
            assertThat(result.begunFrom(down.nanos()).failed()).isEmpty();
            // A third of the connections until then went to the frozen backend, which the kernel went on accepting for.
            assertThat(stuck).isLessThanOrEqualTo(RATE * down.millisSince(frozen) / 1_000 / 2);
            assertThat(result.failed()).hasSizeLessThanOrEqualTo((int) stuck);
            assertThat(result.begunFrom(up.nanos()).byBackend()).containsOnlyKeys("a", "b", "c");
        }
        balancer.assertCleanLog();
    }

    private static long slow(LoadResult result) {
        return result.requests().stream()
                .filter(request -> request.endNanos() - request.startNanos() > 1_000_000_000L)
                .count();
    }
}
