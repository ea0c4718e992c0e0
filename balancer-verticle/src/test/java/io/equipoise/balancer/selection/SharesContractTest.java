package io.equipoise.balancer.selection;

import static io.equipoise.balancer.pool.Backends.backend;
import static io.equipoise.balancer.pool.Backends.backends;
import static io.equipoise.balancer.pool.Backends.started;
import static io.equipoise.balancer.pool.Backends.weighing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.HealthState.Status;
import io.equipoise.balancer.pool.Lease;
import io.equipoise.balancer.pool.PoolUpdate;
import io.equipoise.balancer.pool.ServiceView;
import io.equipoise.balancer.pool.TestPool;
import io.equipoise.balancer.pool.TestRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How every policy spreads connections: by weight, through deploys, and however many there were. */
class SharesContractTest {
    private final TestRequest request = new TestRequest(1);

    @ParameterizedTest
    @EnumSource
    void shares_are_equal_when_weights_are(SelectionPolicy policy) {
        TestPool pool = new TestPool(policy.factory()).up(backends(10));

        hold(pool, 200_000);

        assertThat(pool.view().nodes())
                .allSatisfy(node -> assertThat(node.opened()).isCloseTo(20_000, withinPercentage(4)));
    }

    @ParameterizedTest
    @EnumSource
    void shares_of_three_follow_weights_of_1_2_3_within_2_percent(SelectionPolicy policy) {
        assertSharesFollowWeights(policy, 3);
    }

    @ParameterizedTest
    @EnumSource
    void shares_of_many_follow_weights_of_1_2_3_within_2_percent(SelectionPolicy policy) {
        assertSharesFollowWeights(policy, 24);
    }

    private void assertSharesFollowWeights(SelectionPolicy policy, int count) {
        TestPool pool = new TestPool(policy.factory());
        for (int i = 0; i < count; i++) {
            pool.up(weighing(backend(i), 1 + i % 3));
        }

        hold(pool, 60_000 * count);

        assertThat(pool.view().nodes())
                .allSatisfy(node -> assertThat(node.opened()).isCloseTo(30_000L * node.weight(), withinPercentage(2)));
    }

    /** Finagle's LoadDistributionTest: no backend beyond twice its ideal while all are replaced one by one. */
    @ParameterizedTest
    @EnumSource
    void no_backend_has_twice_its_ideal_load_during_a_rolling_deploy(SelectionPolicy policy) {
        int count = 20;
        int inFlight = 4_000;
        TestPool pool = new TestPool(policy.factory()).up(backends(count));
        Deque<Lease> open = new ArrayDeque<>();
        int mostLoaded = 0;

        for (int pick = 0; pick < 60_000; pick++) {
            if (pick > inFlight && pick % 1_000 == 0) {
                replace(pool, backend(pick / 1_000 % count), pick);
            }
            if (open.size() == inFlight) {
                open.remove().release(Lease.Outcome.SERVED);
            }
            Lease lease = pool.view().lease(request.from(pick));
            assertThat(lease).isNotNull();
            open.add(lease);
            mostLoaded = Math.max(mostLoaded, lease.node().open());
        }

        assertThat(mostLoaded).isLessThan(2 * inFlight / count);
    }

    private static void replace(TestPool pool, Backend backend, long incarnation) {
        Backend next = started(backend, incarnation);
        pool.apply(new PoolUpdate.Upsert(next), TestPool.health(next, Status.UP));
    }

    @ParameterizedTest
    @EnumSource
    void a_sick_backend_leaves_its_share_to_all_others(SelectionPolicy policy) {
        TestPool pool = new TestPool(policy.factory()).up(backends(10));
        pool.flip(backend(4), Status.DOWN);

        hold(pool, 180_000);

        List<BackendNode> healthy = pool.view().eligible();
        assertThat(healthy)
                .hasSize(9)
                .allSatisfy(node -> assertThat(node.opened()).isCloseTo(20_000, withinPercentage(4)));
    }

    @ParameterizedTest
    @ValueSource(longs = {Integer.MAX_VALUE - 50L, 0xffffffffL - 50, Long.MAX_VALUE - 50, -50})
    void shares_stay_equal_when_the_cursor_passes_a_power_of_two(long start) {
        for (SelectionPolicy policy : SelectionPolicy.values()) {
            TestPool pool = new TestPool(policy.factory(), 0, 50, start).up(backends(7));

            hold(pool, 70_000);

            assertThat(pool.view().nodes())
                    .as(policy.wireName())
                    .allSatisfy(node -> assertThat(node.opened()).isCloseTo(10_000, withinPercentage(6)));
        }
    }

    @Test
    void two_thousand_million_picks_later_round_robin_is_still_within_one() {
        for (long start : new long[] {Integer.MAX_VALUE, 0xffffffffL, Long.MAX_VALUE}) {
            TestPool pool = new TestPool(SelectionPolicy.ROUND_ROBIN.factory(), 0, 50, start - 1_500).up(backends(7));

            hold(pool, 3_000);

            assertThat(pool.view().nodes())
                    .allSatisfy(node -> assertThat(node.opened()).isBetween(428L, 429L));
        }
    }

    /** Opens so many connections, each from another address, that never close. */
    private void hold(TestPool pool, int connections) {
        ServiceView view = pool.view();
        for (int i = 0; i < connections; i++) {
            if (view.lease(request.from(i)) == null) {
                fail("connection %d got no backend", i);
            }
        }
    }
}
