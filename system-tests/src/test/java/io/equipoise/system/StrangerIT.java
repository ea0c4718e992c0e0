package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.equipoise.testkit.ConnectionLoad;
import io.equipoise.testkit.LogLine;
import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.Signal;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A process that listens where a backend was. */
@Tag("patient")
class StrangerIT {
    @Test
    void B17_a_stranger_on_the_port_of_a_dead_backend_gets_no_client_once_the_backend_is_down() {
        try (TestCluster cluster = new TestCluster()) {
            Balancer balancer = cluster.balancer("one");
            Backend victim = cluster.backend("a");
            cluster.backend("b");
            balancer.awaitUp(Set.of("a", "b"));
            int mark = balancer.mark();
            victim.process().send(Signal.KILL);
            victim.process().awaitExit();
            try (RawBackend stranger = onceFree(victim.port())) {
                LogLine down = balancer.awaitDown(mark, "a");
                try (ConnectionLoad load = Loads.start(balancer, 100)) {
                    // Longer than it takes a backend with good probes to be up.
                    Loads.await(load, 300);
                    assertThat(load.stop().begunFrom(down.nanos())).satisfies(result -> {
                        assertThat(result.failed()).isEmpty();
                        assertThat(result.byBackend()).containsOnlyKeys("b");
                    });
                }
                assertThat(stranger.acceptedCount()).as("its port is open").isPositive();
                assertThat(balancer.up()).containsExactly("b");
            }
        }
    }

    /** The kernel closes what io_uring holds some milliseconds after the process is gone. */
    private static RawBackend onceFree(int port) {
        return await().ignoreException(UncheckedIOException.class)
                .until(() -> RawBackend.startOn(port, RawBackend::echo), Objects::nonNull);
    }
}
