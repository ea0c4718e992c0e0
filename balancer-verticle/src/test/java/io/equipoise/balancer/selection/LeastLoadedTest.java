package io.equipoise.balancer.selection;

import static io.equipoise.balancer.pool.Backends.backend;
import static io.equipoise.balancer.pool.Backends.backends;
import static io.equipoise.balancer.pool.Backends.weighing;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.Lease;
import io.equipoise.balancer.pool.Rotation;
import io.equipoise.balancer.pool.Selector;
import io.equipoise.balancer.pool.TestPool;
import io.equipoise.balancer.pool.TestRequest;
import io.equipoise.balancer.pool.load.OpenConnections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What both least-loaded selectors do: the one that scans by any metric, and the one that is told of connections. */
class LeastLoadedTest {
    enum By {
        SCAN,
        BEING_TOLD;

        Selector.Factory selectors() {
            return this == SCAN
                    ? (nodes, rotation) -> new LeastLoaded(nodes, rotation, new OpenConnections())
                    : SelectionPolicy.LEAST_CONNECTIONS.factory();
        }
    }

    private final TestRequest request = new TestRequest(1);

    @ParameterizedTest
    @EnumSource
    void the_backend_with_the_fewest_connections_is_chosen(By by) {
        TestPool pool = new TestPool(by.selectors()).up(backends(3));
        hold(pool, backend(0).id(), 2);
        hold(pool, backend(2).id(), 1);

        assertThat(lease(pool).node()).isSameAs(pool.node(backend(1)));
    }

    @ParameterizedTest
    @EnumSource
    void connections_count_by_weight(By by) {
        TestPool pool = new TestPool(by.selectors()).up(weighing(backend(0), 100), weighing(backend(1), 200));
        hold(pool, backend(0).id(), 2);
        hold(pool, backend(1).id(), 4);

        assertThat(lease(pool).node()).isSameAs(pool.node(backend(1)));
        assertThat(lease(pool).node()).isSameAs(pool.node(backend(0)));
        assertThat(lease(pool).node()).isSameAs(pool.node(backend(1)));
    }

    @ParameterizedTest
    @EnumSource
    void idle_backends_take_turns(By by) {
        TestPool pool = new TestPool(by.selectors()).up(backends(5));

        oneAfterTheOther(pool, 1_000);

        assertThat(pool.view().nodes())
                .allSatisfy(node -> assertThat(node.opened()).isEqualTo(200));
    }

    @ParameterizedTest
    @EnumSource
    void idle_backends_take_turns_beside_a_busy_one_without_getting_its_turns(By by) {
        TestPool pool = new TestPool(by.selectors()).up(backends(4));
        hold(pool, backend(1).id(), 1);

        oneAfterTheOther(pool, 999);

        for (int idle : new int[] {0, 2, 3}) {
            assertThat(pool.node(backend(idle)).opened()).isEqualTo(333);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_set_larger_than_the_window_is_filled_evenly(By by) {
        int size = 3 * LeastLoaded.WINDOW;
        TestPool pool = new TestPool(by.selectors()).up(backends(size));

        for (int i = 0; i < 2 * size; i++) {
            lease(pool);
        }

        assertThat(pool.view().nodes())
                .allSatisfy(node -> assertThat(node.open()).isEqualTo(2));
    }

    @Test
    void any_measure_of_load_will_do() {
        List<BackendNode> nodes = new TestPool(SelectionPolicy.RANDOM.factory())
                .up(backends(9))
                .view()
                .eligible();
        Selector selector = new LeastLoaded(nodes, new Rotation(0), node -> node == nodes.get(6) ? 0.5 : 1);

        assertThat(selector.select(request)).isSameAs(nodes.get(6));
    }

    private void hold(TestPool pool, String id, int connections) {
        BackendNode node = pool.pool().node(id);
        assertThat(node).isNotNull();
        for (int i = 0; i < connections; i++) {
            assertThat(pool.view().lease(request.admitting(node))).isNotNull();
        }
        request.admittingAll();
    }

    private void oneAfterTheOther(TestPool pool, int connections) {
        for (int i = 0; i < connections; i++) {
            lease(pool).release(Lease.Outcome.SERVED);
        }
    }

    private Lease lease(TestPool pool) {
        Lease lease = pool.view().lease(request);
        assertThat(lease).isNotNull();
        return lease;
    }
}
