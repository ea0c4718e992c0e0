package io.equipoise.balancer.pool;

import static io.equipoise.balancer.pool.Backends.backend;
import static io.equipoise.balancer.pool.Backends.backends;
import static io.equipoise.balancer.pool.Backends.in;
import static io.equipoise.balancer.pool.Backends.limited;
import static io.equipoise.balancer.pool.Backends.started;
import static io.equipoise.balancer.pool.Backends.weighing;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.pool.Backend.Mode;
import io.equipoise.balancer.pool.HealthState.Status;
import io.equipoise.balancer.selection.SelectionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What operators order of backends and services, in the pool. */
class OrderedBackendsTest {
    private final TestPool pool = new TestPool(SelectionPolicy.ROUND_ROBIN.factory());

    @ParameterizedTest
    @CsvSource({
        "READY, READY, READY",
        "READY, DRAINING, DRAINING",
        "READY, MAINTENANCE, MAINTENANCE",
        "DRAINING, READY, DRAINING",
        "DRAINING, DRAINING, DRAINING",
        "DRAINING, MAINTENANCE, MAINTENANCE",
        "MAINTENANCE, READY, MAINTENANCE",
        "MAINTENANCE, DRAINING, MAINTENANCE",
        "MAINTENANCE, MAINTENANCE, MAINTENANCE"
    })
    void the_more_restrictive_of_own_word_and_order_holds(Mode announced, Mode ordered, Mode effective) {
        pool.up(in(backend(0), announced));
        pool.apply(order(ordered));
        assertThat(node().backend().mode()).isEqualTo(effective);
        assertThat(node().announced().mode()).isEqualTo(announced);
        assertThat(pool.eligible()).hasSize(effective == Mode.READY ? 1 : 0);
    }

    @Test
    void an_order_is_one_change_and_the_same_order_again_is_none() {
        pool.up(backend(0));
        long version = pool.pool().snapshot().version();
        assertThat(pool.apply(new PoolUpdate.Ordered(backend(0).id(), Mode.DRAINING, OptionalInt.of(3))))
                .containsExactly(new PoolEvent.Changed(node(), backend(0), backend(0)));
        assertThat(pool.apply(new PoolUpdate.Ordered(backend(0).id(), Mode.DRAINING, OptionalInt.of(3))))
                .isEmpty();
        assertThat(pool.pool().snapshot().version()).isEqualTo(version + 1);
        assertThat(node().backend()).isEqualTo(weighing(in(backend(0), Mode.DRAINING), 3));
    }

    @Test
    void an_order_taken_back_leaves_the_backend_as_it_says_itself() {
        pool.up(backend(0));
        pool.apply(new PoolUpdate.Ordered(backend(0).id(), Mode.MAINTENANCE, OptionalInt.of(0)));
        pool.join(weighing(backend(0), 50));
        assertThat(node().weight()).isZero();
        pool.apply(order(Mode.READY));
        assertThat(node().backend()).isEqualTo(weighing(backend(0), 50)).isEqualTo(node().announced());
        assertThat(pool.eligible()).containsExactly(backend(0).id());
    }

    @Test
    void an_order_holds_before_the_backend_comes_while_it_is_away_and_over_its_starts() {
        assertThat(pool.apply(order(Mode.MAINTENANCE))).as("nobody is there").isEmpty();
        for (long incarnation = 1; incarnation <= 3; incarnation++) {
            Backend start = started(backend(0), incarnation);
            pool.up(start);
            assertThat(node().backend().mode()).isEqualTo(Mode.MAINTENANCE);
            if (incarnation == 2) {
                pool.leave(start);
            }
        }
    }

    @Test
    void what_a_backend_says_under_an_order_is_known_and_told() {
        pool.up(backend(0));
        pool.apply(order(Mode.MAINTENANCE));
        Backend before = node().backend();
        List<PoolEvent> events =
                pool.apply(new PoolUpdate.ModeTold(backend(0).id(), backend(0).incarnation(), Mode.DRAINING));
        assertThat(events).containsExactly(new PoolEvent.Changed(node(), before, backend(0)));
        assertThat(node().announced().mode()).isEqualTo(Mode.DRAINING);
        assertThat(node().backend().mode()).isEqualTo(Mode.MAINTENANCE);
    }

    @Test
    void who_waits_is_served_when_an_order_makes_room() {
        pool.up(limited(backend(0), 1));
        Lease lease = pool.view().lease(new TestRequest(1));
        pool.up(backend(1));
        pool.apply(new PoolUpdate.Ordered(backend(1).id(), Mode.MAINTENANCE, OptionalInt.empty()));
        TestWaiter waiter = new TestWaiter();
        assertThat(pool.view().queue().enter(waiter)).isTrue();
        assertThat(waiter.served()).isFalse();
        pool.apply(new PoolUpdate.Ordered(backend(1).id(), Mode.READY, OptionalInt.empty()));
        assertThat(waiter.lease().node()).isSameAs(pool.node(backend(1)));
        lease.release(Lease.Outcome.SERVED);
    }

    @Test
    void a_policy_changes_for_the_next_session_and_leases_queue_and_nodes_stay() {
        pool.up(backends(3));
        ServiceView before = pool.view();
        Lease lease = before.lease(new TestRequest(1));
        List<PoolEvent> events = pool.apply(
                new PoolUpdate.PolicyChanged(Backends.SERVICE, "least", SelectionPolicy.LEAST_CONNECTIONS.factory()));
        assertThat(events).containsExactly(new PoolEvent.PolicyChanged(Backends.SERVICE, "first", "least"));
        ServiceView after = pool.view();
        assertThat(after.policy()).isEqualTo("least");
        assertThat(after.nodes()).isEqualTo(before.nodes());
        assertThat(after.queue()).isSameAs(before.queue());
        assertThat(after.selector()).isNotSameAs(before.selector());
        assertThat(lease.node().open()).isOne();
        List<BackendNode> chosen = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            chosen.add(after.lease(new TestRequest(1)).node());
        }
        assertThat(chosen).doesNotContain(lease.node()).doesNotHaveDuplicates();
    }

    @Test
    void a_turn_goes_on_when_the_policy_comes_back() {
        pool.up(backends(3));
        List<BackendNode> turns = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            turns.add(pool.view().lease(new TestRequest(1)).node());
            pool.apply(policy("other", SelectionPolicy.RANDOM), policy("first", SelectionPolicy.ROUND_ROBIN));
        }
        assertThat(turns.subList(0, 3)).doesNotHaveDuplicates();
        assertThat(turns.subList(3, 6)).isEqualTo(turns.subList(0, 3));
        assertThat(turns.subList(6, 9)).isEqualTo(turns.subList(0, 3));
    }

    @Test
    void the_policy_of_a_service_that_is_not_there_changes_nothing() {
        assertThat(pool.apply(policy("other", SelectionPolicy.RANDOM))).isEmpty();
        pool.up(backend(0));
        assertThat(pool.view().policy()).isEqualTo("first");
    }

    @Test
    void a_node_says_why_its_health_last_flipped() {
        pool.join(backend(0));
        assertThat(node().why()).isEmpty();
        pool.apply(new PoolUpdate.Health(backend(0).id(), 1, Status.DOWN, "refused"));
        pool.apply(new PoolUpdate.Health(backend(0).id(), 1, Status.DOWN, "silent"));
        assertThat(node().why()).isEqualTo("refused");
    }

    private BackendNode node() {
        return pool.node(backend(0));
    }

    private static PoolUpdate order(Mode mode) {
        return new PoolUpdate.Ordered(backend(0).id(), mode, OptionalInt.empty());
    }

    private static PoolUpdate policy(String name, SelectionPolicy policy) {
        return new PoolUpdate.PolicyChanged(Backends.SERVICE, name, policy.factory());
    }
}
