package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.equipoise.cluster.transport.SteadyUring;
import io.equipoise.testkit.LogLine;
import io.equipoise.testkit.RawConnection;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A balancer that runs out of file descriptors. */
@Tag("patient")
class FileLimitIT {
    private static final int LIMIT = 300;

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void C25_exhausted_descriptors_pause_accepting_are_logged_at_most_once_a_second_and_recover_by_themselves(
            String transport) throws Exception {
        SteadyUring uring = new SteadyUring();
        assumeTrue(transport.equals("epoll") || uring.available(), () -> "left out: " + uring.unavailabilityCause());
        try (TestCluster cluster = new TestCluster()) {
            Balancer balancer = cluster.balancer(
                    "one",
                    new JsonObject(),
                    command -> command.withOpenFiles(LIMIT).with("-Dequipoise.transport=" + transport));
            cluster.backend("a");
            balancer.awaitUp(Set.of("a"));
            int mark = balancer.mark();
            List<RawConnection> flood = new ArrayList<>();
            for (int i = 0; i < 2 * LIMIT; i++) {
                flood.add(RawConnection.to(balancer.address(), 0));
            }
            LogLine first = balancer.process().awaitLine(mark, "descriptor|Too many open files|accept");
            // The flood stays for a while: what it costs must not grow with time.
            Awaitility.await().pollDelay(Duration.ofSeconds(4)).until(() -> true);
            List<LogLine> lines = balancer.process().output().matching(mark, "descriptor|Too many open files|accept");
            long seconds = 2 + (System.nanoTime() - first.nanos()) / 1_000_000_000L;
            assertThat(balancer.up()).containsExactly("a");
            for (RawConnection each : flood) {
                each.close();
            }
            long freed = System.nanoTime();
            Awaitility.await().ignoreExceptionsInstanceOf(IOException.class).untilAsserted(() -> {
                try (RawConnection client = RawConnection.to(balancer.address(), 0)) {
                    client.send("x");
                    assertThat(client.receive(1)).isEqualTo(new byte[] {'x'});
                }
            });
            Figures.print(
                    "ulimit -n %d, %s: %d lines in %d s of exhaustion, served again after %d ms",
                    LIMIT, transport, lines.size(), seconds, (System.nanoTime() - freed) / 1_000_000);
            assertThat(lines).hasSizeLessThanOrEqualTo((int) seconds);
            balancer.assertCleanLog();
        }
    }
}
