package io.equipoise.balancer.selection;

import static io.equipoise.balancer.pool.Backends.backend;
import static io.equipoise.balancer.pool.Backends.backends;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.equipoise.balancer.pool.Lease;
import io.equipoise.balancer.pool.TestPool;
import io.equipoise.balancer.pool.TestRequest;
import java.util.Comparator;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The claim that a backend which holds connections three times longer gets a third of the others' rate, as a simulation:
 * a closed loop in virtual time, in which each client opens its next connection when the last one ends.
 */
class LeastConnectionsSimulationTest {
    private static final int CONNECTIONS = 200_000;

    private record Open(double until, Lease lease) {}

    @ParameterizedTest
    @ValueSource(ints = {9, 12, 30, 100})
    void a_backend_that_holds_connections_three_times_longer_gets_a_third_of_the_rate(int clients) {
        TestPool pool = run(SelectionPolicy.LEAST_CONNECTIONS, clients);

        assertSlowOneGetsAThird(pool);
    }

    @ParameterizedTest
    @EnumSource(names = {"LEAST_CONNECTIONS", "POWER_OF_TWO"})
    void both_least_loaded_policies_do_so_with_three_backends(SelectionPolicy policy) {
        assertSlowOneGetsAThird(run(policy, 48));
    }

    private static void assertSlowOneGetsAThird(TestPool pool) {
        double others = (pool.node(backend(1)).opened() + pool.node(backend(2)).opened()) / 2.0;
        assertThat((double) pool.node(backend(0)).opened()).isCloseTo(others / 3, withinPercentage(10));
        assertThat((double) pool.node(backend(1)).opened()).isCloseTo(others, withinPercentage(2));
    }

    private static TestPool run(SelectionPolicy policy, int clients) {
        TestPool pool = new TestPool(policy.factory()).up(backends(3));
        TestRequest request = new TestRequest(1);
        Random dice = new Random(42);
        PriorityQueue<Open> open = new PriorityQueue<>(Comparator.comparingDouble(Open::until));
        double now = 0;
        for (int i = 0; i < CONNECTIONS; i++) {
            if (open.size() == clients) {
                Open ended = open.remove();
                now = ended.until();
                ended.lease().release(Lease.Outcome.SERVED);
            }
            Lease lease = Objects.requireNonNull(pool.view().lease(request));
            double mean = lease.node() == pool.node(backend(0)) ? 0.3 : 0.1;
            open.add(new Open(now - mean * Math.log(1 - dice.nextDouble()), lease));
        }
        return pool;
    }
}
