package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RawConnection;
import io.equipoise.testkit.RunningProcess;
import io.equipoise.testkit.Signal;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What signals do to a process that users started. */
@Tag("patient")
class SignalsIT {
    /** Shells start what runs in the background with some signals ignored, which a process inherits. */
    private static final List<String> HEARING = List.of("env", "--default-signal=TERM,INT,HUP");

    private static final Duration AT_ONCE = Duration.ofSeconds(15);

    @ParameterizedTest
    @EnumSource(names = {"TERM", "INT", "HUP"})
    void O11_each_of_them_ends_it_in_order(Signal signal) throws Exception {
        try (RawBackend backend = RawBackend.start(RawBackend::echo);
                StaticBalancer balancer = StaticBalancer.behind(HEARING, backend.port())) {
            balancer.awaitServing();
            balancer.process().send(signal);

            assertThat(balancer.process().awaitExit(AT_ONCE)).isZero();
            assertThat(balancer.process().output().matching(0, "closing.*SIG" + signal))
                    .hasSize(1);
            balancer.assertCleanLog();
        }
    }

    @Test
    void O11_asking_again_neither_hurries_nor_hangs_the_drain() throws Exception {
        try (RawBackend backend = RawBackend.start(RawBackend::echo);
                StaticBalancer balancer = StaticBalancer.behind(HEARING, backend.port())) {
            balancer.awaitServing();
            try (RawConnection held = RawConnection.to(balancer.port())) {
                held.send("a");
                assertThat(held.receive(1)).asString().isEqualTo("a");
                balancer.process().send(Signal.TERM);
                balancer.process().awaitLine("closing .*SIGTERM");
                for (Signal again : new Signal[] {Signal.TERM, Signal.INT, Signal.HUP}) {
                    balancer.process().send(again);
                    balancer.process().awaitLine("closing goes on.*SIG" + again);
                }
                held.send("b");
                assertThat(held.receive(1)).asString().isEqualTo("b");
                assertThat(balancer.process().isAlive()).isTrue();
            }
            assertThat(balancer.process().awaitExit(AT_ONCE)).isZero();
            balancer.assertCleanLog();
        }
    }

    /** Cut short, it would leave stack traces, and its name in the cluster. */
    @ParameterizedTest
    @ValueSource(strings = {"Launcher - starting", "admin is open", "listener is open"})
    void a_signal_while_it_starts_lets_the_start_end_first(String line) {
        try (TestCluster cluster = new TestCluster();
                RunningProcess balancer = cluster.startBalancer("starts", new JsonObject(), UnaryOperator.identity())) {
            balancer.awaitLine(line);
            balancer.send(Signal.TERM);
            assertThat(balancer.awaitExit(AT_ONCE)).isZero();
            assertThat(balancer.output().matching(0, "(Launcher - started|Ending - closed)").stream()
                            .map(found -> found.group(1)))
                    .containsExactly("Launcher - started", "Ending - closed");
            assertThat(balancer.output().matching(0, "^\\s+at [a-z]+\\.")).isEmpty();
        }
    }

    /** Its start waits for a balancer, which may be for ever. */
    @Test
    void a_client_that_waits_for_balancers_does_not_make_who_ends_it_wait_too() {
        try (TestCluster cluster = new TestCluster();
                RunningProcess client = cluster.startClient(
                        new JsonObject(), command -> command.behind(HEARING.toArray(String[]::new)))) {
            client.awaitLine("Launcher - starting");
            client.send(Signal.INT);
            client.awaitLine("closing in the middle of the start");
            assertThat(client.awaitExit(AT_ONCE)).isZero();
            assertThat(client.output().matching(0, "^\\s+at [a-z]+\\.")).isEmpty();
        }
    }

    @Test
    void O11_a_broken_pipe_and_a_hang_up_that_nohup_ignores_end_nothing() throws Exception {
        try (RawBackend backend = RawBackend.start(RawBackend::echo);
                StaticBalancer balancer = StaticBalancer.behind(List.of("nohup"), backend.port())) {
            balancer.awaitServing();
            balancer.process().send(Signal.PIPE);
            balancer.process().send(Signal.HUP);
            try (RawConnection client = RawConnection.to(balancer.port())) {
                client.send("x");
                assertThat(client.receive(1)).asString().isEqualTo("x");
            }
            balancer.process().send(Signal.TERM);
            assertThat(balancer.process().awaitExit(AT_ONCE)).isZero();
            assertThat(balancer.process().output().matching(0, "SIGHUP")).isEmpty();
        }
    }

    @Test
    void O11_while_it_joins_the_cluster_it_can_be_ended_too() {
        try (TestCluster cluster = new TestCluster();
                RunningProcess joining =
                        cluster.startBackend(new JsonObject().put("id", "joining"), UnaryOperator.identity())) {
            joining.awaitLine("\\S");
            joining.send(Signal.TERM);
            assertThat(joining.awaitExit()).isZero();
        }
    }
}
