package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.ConnectionLoad;
import io.equipoise.testkit.RawConnection;
import io.equipoise.testkit.RawConnection.End;
import io.equipoise.testkit.Signal;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** All backends of a service gone, and back. */
class NobodyLeftIT {
    @AutoClose
    private final TestCluster cluster = new TestCluster();

    @Test
    void B20_with_all_backends_dead_clients_are_refused_at_once_with_a_reason_and_served_again_within_two_seconds()
            throws Exception {
        Balancer balancer = cluster.balancer("one");
        Backend a = cluster.backend("a");
        Backend b = cluster.backend("b");
        balancer.awaitUp(Set.of("a", "b"));
        int mark = balancer.mark();
        a.process().send(Signal.KILL);
        b.process().send(Signal.KILL);
        balancer.awaitDown(mark, "a");
        balancer.awaitDown(mark, "b");

        long start = System.nanoTime();
        try (RawConnection client = RawConnection.to(balancer.address(), 0)) {
            assertThat(client.awaitEnd()).isNotEqualTo(End.NONE);
        }
        long refusedMillis = (System.nanoTime() - start) / 1_000_000;
        balancer.process().awaitLine(mark, "reason=\"?(no_backend|connect_refused)");

        Backend again = cluster.backend("a");
        try (ConnectionLoad load = Loads.start(balancer, 50)) {
            long served = Loads.awaitAnswer(load, "a", start);
            long backMillis = (served - again.announced().nanos()) / 1_000_000;
            Figures.print(
                    "all gone: refused after %d ms; served %d ms after the first announced itself",
                    refusedMillis, backMillis);
            assertThat(backMillis).isLessThan(2_000);
        }
        assertThat(refusedMillis).isLessThan(500);
        balancer.assertCleanLog();
    }
}
