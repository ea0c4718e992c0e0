package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.ConnectionLoad;
import io.equipoise.testkit.LoadResult;
import io.equipoise.testkit.RunningProcess;
import io.equipoise.testkit.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Fifty backends that come together and leave together. */
class CrowdIT {
    private static final int PROCESSES = 2;
    private static final int MEMBERS_EACH = 25;
    private static final int RATE = 50;
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(30);
    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(10);

    /** From the signal to the end of the processes: nobody shall wait for what one that has left was asked. */
    private static final Duration END_LIMIT = Duration.ofSeconds(30);

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @AutoClose
    private final TestCluster cluster = new TestCluster();

    @Test
    void fifty_backends_join_within_thirty_seconds_and_leave_at_once_and_no_request_fails() {
        Balancer balancer = cluster.balancer("one");
        long single = System.nanoTime();
        cluster.backend("steady");
        Duration singleJoin = Duration.ofNanos(balancer.awaitUp(Set.of("steady"), PATIENCE) - single);
        Set<String> many = members();
        Set<String> all = new TreeSet<>(many);
        all.add("steady");
        try (ConnectionLoad load = Loads.start(balancer, RATE)) {
            long start = System.nanoTime();
            List<RunningProcess> crowd = IntStream.range(0, PROCESSES)
                    .mapToObj(process -> cluster.startCrowd(MEMBERS_EACH, prefix(process)))
                    .toList();
            long up = balancer.awaitUp(all, PATIENCE);
            Loads.await(load, 4 * RATE, up);
            long leave = System.nanoTime();
            crowd.forEach(process -> process.send(Signal.TERM));
            long gone = balancer.awaitUp(Set.of("steady"), PATIENCE);
            crowd.forEach(process -> process.awaitExit(PATIENCE));
            long ended = System.nanoTime();
            many.forEach(id -> balancer.process().awaitLine("backend left\\b.*?backend=\"?" + id + "\\b"));
            Loads.await(load, 2 * RATE, gone);
            LoadResult result = load.stop();
            Figures.print(
                    "50 members: up %d ms after the first process was started (one alone: %d ms), gone %d ms and ended %d ms after SIGTERM;"
                            + " %d requests, %d failed, p99 %d ms, slowest %d ms",
                    (up - start) / 1_000_000,
                    singleJoin.toMillis(),
                    (gone - leave) / 1_000_000,
                    (ended - leave) / 1_000_000,
                    result.requests().size(),
                    result.failed().size(),
                    result.quantileMillis(0.99),
                    result.slowestMillis());
            assertThat(result.failed()).isEmpty();
            // A machine that is too slow for that shall at least gain nothing by having them come one after the other.
            Duration oneByOne = singleJoin.multipliedBy(many.size());
            assertThat(Duration.ofNanos(up - start))
                    .isLessThan(oneByOne.compareTo(JOIN_LIMIT) < 0 ? JOIN_LIMIT : oneByOne);
            assertThat(Duration.ofNanos(gone - leave)).isLessThan(LEAVE_LIMIT);
            assertThat(Duration.ofNanos(ended - leave)).isLessThan(END_LIMIT);
        }
        balancer.assertCleanLog();
    }

    private static Set<String> members() {
        return IntStream.range(0, PROCESSES)
                .mapToObj(process -> IntStream.range(0, MEMBERS_EACH).mapToObj(member -> prefix(process) + member))
                .flatMap(Function.identity())
                .collect(Collectors.toSet());
    }

    private static String prefix(int process) {
        return "p" + process + "-";
    }
}
