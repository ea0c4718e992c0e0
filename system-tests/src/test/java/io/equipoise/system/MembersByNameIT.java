package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.system.Namespaces.Namespace;
import io.equipoise.testkit.ConnectionLoad;
import io.equipoise.testkit.LoadResult;
import io.equipoise.testkit.RunningProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members that find each other as on Kubernetes: with the {@code cluster.xml} of the ConfigMap, by a name server. */
@Tag("patient")
@Tag("peers")
class MembersByNameIT {
    private static final Duration UNRESOLVED = Duration.ofSeconds(20);
    private static final String WAITS = "the members' name does not resolve yet";

    @Test
    void members_join_by_a_name_that_does_not_resolve_for_20_seconds_has_two_addresses_then_and_three_later(
            @TempDir Path folder) {
        try (Pods pods = new Pods(folder)) {
            Namespace balancerHost = pods.host("balancer");
            Namespace first = pods.host("a");
            RunningProcess process = pods.startBalancer("one", balancerHost);
            RunningProcess a = pods.startBackend("a", first);
            process.awaitLine(WAITS);
            a.awaitLine(WAITS);
            long unresolved = System.nanoTime();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> System.nanoTime() - unresolved > UNRESOLVED.toNanos());
            assertThat(a.output().matching(0, "backend is registered")).isEmpty();

            pods.publish(List.of(balancerHost, first));
            long resolves = System.nanoTime();
            Balancer balancer = TestCluster.listening(process);
            long up = balancer.awaitUp(Set.of("a"));

            Namespace second = pods.host("b");
            pods.publish(List.of(second, balancerHost, first));
            long started = System.nanoTime();
            RunningProcess b = pods.startBackend("b", second);
            long alsoUp = balancer.awaitUp(Set.of("a", "b"));
            Figures.print(
                    "by name: unresolved for 20 s, the first backend up %d ms after it resolves; another one %d ms after"
                            + " its start",
                    (up - resolves) / 1_000_000, (alsoUp - started) / 1_000_000);
            assertThat(b.output().matching(0, WAITS)).isEmpty();
            try (ConnectionLoad load = Loads.start(balancer, 50)) {
                Loads.await(load, 100);
                LoadResult result = load.stop();
                assertThat(result.failed()).isEmpty();
                assertThat(result.byBackend()).containsOnlyKeys("a", "b");
            }
        }
    }
}
