package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.equipoise.testkit.RawConnection;
import io.equipoise.testkit.RawConnection.End;
import io.equipoise.testkit.Signal;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A balancer that is told to stop: its sessions live on to their end, or to the deadline. */
class BalancerLeavesIT {
    private static final int OPEN = 1_000;

    private static TestCluster cluster;

    @BeforeAll
    static void start() {
        cluster = new TestCluster();
        cluster.backend("a");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void O1_a_drain_of_a_thousand_held_sessions_loses_none_refuses_new_ones_and_ends_with_the_last() throws Exception {
        Balancer balancer = balancer("60s");
        int exit;
        long exitMillis;
        try (Held held = Held.open(balancer.address(), OPEN)) {
            balancer.process().send(Signal.TERM);
            awaitDraining(balancer);
            held.assertAlive(1);
            assertThatThrownBy(() -> RawConnection.to(balancer.address(), 0).close())
                    .isInstanceOf(IOException.class);
            held.assertAlive(1);
            assertThat(balancer.process().isAlive()).isTrue();
            held.end();
            long last = System.nanoTime();
            exit = balancer.process().awaitExit();
            exitMillis = (System.nanoTime() - last) / 1_000_000;
        }
        Figures.print("drain of %d held sessions: 0 lost, exit %d ms after the last", OPEN, exitMillis);
        assertThat(exit).isZero();
        assertThat(exitMillis).isLessThan(3_000);
        balancer.assertCleanLog();
    }

    @Test
    void O2_at_the_deadline_the_rest_is_reset_counted_in_the_log_and_the_exit_code_is_zero() throws Exception {
        Balancer balancer = balancer("2s");
        try (Held held = Held.open(balancer.address(), 50)) {
            long told = System.nanoTime();
            balancer.process().send(Signal.TERM);
            for (int i = 0; i < held.count(); i++) {
                assertThat(held.get(i).awaitEnd()).isEqualTo(End.RESET);
            }
            assertThat(balancer.process().awaitExit()).isZero();
            long millis = (System.nanoTime() - told) / 1_000_000;
            // Each event loop says how many it had.
            int count = balancer.process().output().matching(0, "deadline.*sessions=\"?(\\d+)").stream()
                    .mapToInt(line -> Integer.parseInt(line.group(1)))
                    .sum();
            Figures.print("drain deadline of 2 s: %d sessions reset, exit %d ms after SIGTERM", count, millis);
            assertThat(count).isEqualTo(50);
            assertThat(millis).isBetween(2_000L, 6_000L);
        }
        balancer.assertCleanLog();
    }

    @Test
    void C30_a_connection_during_the_stop_is_refused_or_served_but_never_accepted_and_dropped() throws Exception {
        Balancer balancer = balancer("5s");
        int served = 0;
        int refused = 0;
        balancer.process().send(Signal.TERM);
        while (balancer.process().isAlive()) {
            try (RawConnection client = RawConnection.to(balancer.address(), 0)) {
                client.send("x");
                assertThat(client.receive(1)).isEqualTo(new byte[] {'x'});
                served++;
            } catch (ConnectException e) {
                refused++;
            }
        }
        assertThat(balancer.process().awaitExit()).isZero();
        Figures.print("connections during the stop: %d served, %d refused, 0 dropped", served, refused);
        assertThat(served + refused).isPositive();
    }

    private static Balancer balancer(String deadline) {
        JsonObject config = new JsonObject().put("drain", new JsonObject().put("deadline", deadline));
        Balancer balancer = cluster.balancer("drains in " + deadline, config, UnaryOperator.identity());
        balancer.awaitUp(Set.of("a"));
        return balancer;
    }

    private static void awaitDraining(Balancer balancer) {
        balancer.process().awaitLine("stopped accepting|listener is closed|draining");
    }
}
