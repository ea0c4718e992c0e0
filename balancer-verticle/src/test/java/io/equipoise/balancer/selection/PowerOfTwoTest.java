package io.equipoise.balancer.selection;

import static io.equipoise.balancer.pool.Backends.backend;
import static io.equipoise.balancer.pool.Backends.backends;
import static io.equipoise.balancer.pool.Backends.weighing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.Lease;
import io.equipoise.balancer.pool.ServiceView;
import io.equipoise.balancer.pool.TestPool;
import io.equipoise.balancer.pool.TestRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PowerOfTwoTest {
    private final TestRequest request = new TestRequest(1);

    @Test
    void the_most_loaded_of_all_is_never_chosen_as_the_two_are_distinct() {
        TestPool pool = new TestPool(SelectionPolicy.POWER_OF_TWO.factory()).up(backends(8));
        BackendNode busy = pool.node(backend(3));
        pool.view().lease(request.admitting(busy));
        request.admittingAll();

        for (int i = 0; i < 10_000; i++) {
            Lease lease = lease(pool);
            assertThat(lease.node()).isNotSameAs(busy);
            lease.release(Lease.Outcome.SERVED);
        }
    }

    @Test
    void below_eight_the_least_loaded_of_all_is_chosen() {
        TestPool pool = new TestPool(SelectionPolicy.POWER_OF_TWO.factory()).up(backends(7));

        for (int i = 0; i < 7_000; i++) {
            lease(pool);
            assertThat(spread(pool.view())).isLessThanOrEqualTo(1);
        }
    }

    /** Mitzenmacher: the fullest of n is ln ln n / ln 2 above the mean, however many connections; random is far worse. */
    @Test
    void a_hundred_backends_stay_close_however_many_connections_there_are() {
        TestPool pool = new TestPool(SelectionPolicy.POWER_OF_TWO.factory()).up(backends(100));

        for (int i = 0; i < 100_000; i++) {
            lease(pool);
        }

        int fullest =
                pool.view().nodes().stream().mapToInt(BackendNode::open).max().orElseThrow();
        assertThat(fullest - 1_000).isLessThanOrEqualTo(5);
    }

    @Test
    void a_heavy_backend_among_light_ones_gets_its_share() {
        List<Backend> backends = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            backends.add(weighing(backend(i), i == 5 ? 240 : 16));
        }
        TestPool pool = new TestPool(SelectionPolicy.POWER_OF_TWO.factory()).up(backends);

        for (int i = 0; i < 48_000; i++) {
            lease(pool);
        }

        assertThat(pool.node(backend(5)).open()).isCloseTo(24_000, withinPercentage(2));
    }

    @Test
    void when_one_of_the_two_is_not_admitted_the_best_of_the_others_is_chosen() {
        TestPool pool = new TestPool(SelectionPolicy.POWER_OF_TWO.factory()).up(backends(8));
        Set<BackendNode> admitted = Set.of(pool.node(backend(2)), pool.node(backend(5)));
        pool.view().lease(request.admitting(pool.node(backend(2))));
        request.admitting(new HashSet<>(admitted));

        for (int i = 0; i < 100; i++) {
            Lease lease = lease(pool);
            assertThat(lease.node()).isSameAs(pool.node(backend(5)));
            lease.release(Lease.Outcome.SERVED);
        }
    }

    private static int spread(ServiceView view) {
        int most = view.nodes().stream().mapToInt(BackendNode::open).max().orElseThrow();
        int least = view.nodes().stream().mapToInt(BackendNode::open).min().orElseThrow();
        return most - least;
    }

    private Lease lease(TestPool pool) {
        Lease lease = pool.view().lease(request);
        assertThat(lease).isNotNull();
        return lease;
    }
}
