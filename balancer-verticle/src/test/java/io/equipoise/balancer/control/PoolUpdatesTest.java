package io.equipoise.balancer.control;

import static io.equipoise.balancer.pool.Backends.backend;
import static io.equipoise.balancer.pool.Backends.backends;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendPool;
import io.equipoise.balancer.pool.Backends;
import io.equipoise.balancer.pool.HealthState.Status;
import io.equipoise.balancer.pool.PoolEvent;
import io.equipoise.balancer.pool.PoolUpdate;
import io.equipoise.balancer.pool.TestPool;
import io.equipoise.balancer.selection.SelectionPolicy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoolUpdatesTest {
    private final ManualTime time = new ManualTime();
    private final BackendPool pool = new TestPool(SelectionPolicy.ROUND_ROBIN.factory()).pool();
    private final PoolUpdates updates = new PoolUpdates(pool, time);

    @Test
    void updates_of_one_tick_cost_one_snapshot() {
        long before = pool.snapshot().version();

        backends(100).forEach(this::join);
        assertThat(pool.snapshot().version()).isEqualTo(before);
        time.advance(PoolUpdates.TICK);

        assertThat(pool.snapshot().version()).isEqualTo(before + 1);
        assertThat(pool.snapshot().nodes()).hasSize(100);
    }

    @Test
    void an_update_waits_one_tick_however_many_follow_it() {
        join(backend(0));
        time.advanceMillis(1);
        join(backend(1));
        time.advanceMillis(1);

        assertThat(pool.snapshot().nodes()).hasSize(2);
        assertThat(time.pending()).isZero();
    }

    @Test
    void K15_a_flood_is_applied_before_it_fills_the_heap_and_costs_few_snapshots() {
        long before = pool.snapshot().version();

        for (Backend backend : backends(1_000)) {
            join(backend);
        }

        assertThat(pool.snapshot().nodes()).hasSize(PoolUpdates.MOST);
        time.advance(PoolUpdates.TICK);
        assertThat(pool.snapshot().nodes()).hasSize(1_000);
        assertThat(pool.snapshot().version()).isEqualTo(before + 2);
    }

    @Test
    void listeners_hear_of_it_in_their_order_when_the_snapshot_is_published() {
        List<String> heard = new ArrayList<>();
        updates.addListener(
                event -> heard.add("first, snapshot " + pool.snapshot().version()));
        updates.addListener(
                event -> heard.add("second, snapshot " + pool.snapshot().version()));
        long next = pool.snapshot().version() + 1;

        join(backend(0));
        time.advance(PoolUpdates.TICK);

        assertThat(heard).containsExactly("first, snapshot " + next, "second, snapshot " + next);
    }

    @Test
    void a_listener_that_throws_hurts_no_other_and_is_logged() {
        List<PoolEvent> heard = new ArrayList<>();
        updates.addListener(event -> {
            throw new IllegalStateException("on purpose");
        });
        updates.addListener(heard::add);

        try (Logged log = Logged.by(PoolUpdates.class)) {
            join(backend(0));
            join(backend(1));
            time.advance(PoolUpdates.TICK);

            assertThat(heard).hasSize(2);
            assertThat(log.lines("a pool listener failed")).hasSize(2);
        }
    }

    @Test
    void what_a_listener_updates_comes_with_the_next_tick() {
        updates.addListener(event -> {
            if (event instanceof PoolEvent.Joined joined) {
                updates.accept(new PoolUpdate.Health(joined.node().backend().id(), 1, Status.UP, "told to"));
            }
        });

        join(backend(0));
        time.advance(PoolUpdates.TICK);
        assertThat(pool.node(backend(0).id()).healthy()).isFalse();
        time.advance(PoolUpdates.TICK);

        assertThat(pool.node(backend(0).id()).healthy()).isTrue();
        assertThat(pool.snapshot().service(Backends.SERVICE).eligible()).hasSize(1);
    }

    private void join(Backend backend) {
        updates.accept(new PoolUpdate.Upsert(backend));
    }
}
