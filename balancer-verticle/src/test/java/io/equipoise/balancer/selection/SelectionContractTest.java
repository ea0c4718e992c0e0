package io.equipoise.balancer.selection;

import static io.equipoise.balancer.pool.Backends.backend;
import static io.equipoise.balancer.pool.Backends.backends;
import static io.equipoise.balancer.pool.Backends.in;
import static io.equipoise.balancer.pool.Backends.limited;
import static io.equipoise.balancer.pool.Backends.weighing;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.HealthState.Status;
import io.equipoise.balancer.pool.Lease;
import io.equipoise.balancer.pool.Rotation;
import io.equipoise.balancer.pool.Selector;
import io.equipoise.balancer.pool.TestPool;
import io.equipoise.balancer.pool.TestRequest;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every policy holds of whom it may choose, whatever it chooses by. */
class SelectionContractTest {
    private static final int[] SIZES = {1, 2, 3, 7, 8, 9, 50, 600, 1_500};

    private final Random dice = new Random(20_261_124);
    private final TestRequest request = new TestRequest(1);

    @ParameterizedTest
    @EnumSource
    void chooses_only_backends_that_are_eligible(SelectionPolicy policy) {
        TestPool pool = new TestPool(policy.factory());
        pool.up(backends(4)).up(in(backend(4), Backend.Mode.DRAINING), in(backend(5), Backend.Mode.MAINTENANCE));
        pool.up(weighing(backend(6), 0));
        pool.join(backend(7));
        pool.flip(backend(3), Status.DOWN);

        Set<String> chosen = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            BackendNode node = pool.view().selector().select(request.from(i));
            assertThat(node).isNotNull();
            chosen.add(node.backend().id());
        }

        assertThat(chosen)
                .containsExactlyInAnyOrder(
                        backend(0).id(), backend(1).id(), backend(2).id());
    }

    @ParameterizedTest
    @EnumSource
    void chooses_what_the_request_admits_and_nothing_else(SelectionPolicy policy) {
        for (int size : SIZES) {
            List<BackendNode> nodes = nodes(mixedWeights(size));
            Selector selector = policy.factory().over(nodes, new Rotation(0));
            for (int i = 0; i < 100; i++) {
                Set<BackendNode> admitted = someOf(nodes);
                BackendNode chosen =
                        selector.select(request.from(dice.nextLong()).admitting(admitted));
                if (admitted.isEmpty()) {
                    assertThat(chosen).isNull();
                } else {
                    assertThat(chosen).isIn(admitted);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void finds_the_only_one_that_is_admitted_wherever_it_stands(SelectionPolicy policy) {
        for (int size : SIZES) {
            List<BackendNode> nodes = nodes(mixedWeights(size));
            Selector selector = policy.factory().over(nodes, new Rotation(0));
            for (BackendNode only : nodes) {
                assertThat(selector.select(request.from(dice.nextLong()).admitting(only)))
                        .isSameAs(only);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void allocates_nothing(SelectionPolicy policy) {
        Selector selector =
                new TestPool(policy.factory()).up(mixedWeights(1_000)).view().selector();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        pick(selector, 1_000);

        long before = threads.getCurrentThreadAllocatedBytes();
        pick(selector, 10_000);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
    }

    private void pick(Selector selector, int times) {
        for (int i = 0; i < times; i++) {
            selector.select(request.from(i));
        }
    }

    @ParameterizedTest
    @EnumSource
    void chooses_none_when_none_is_admitted(SelectionPolicy policy) {
        for (int size : SIZES) {
            List<BackendNode> nodes = nodes(mixedWeights(size));
            Selector selector = policy.factory().over(nodes, new Rotation(0));
            for (int i = 0; i < 100; i++) {
                assertThat(selector.select(request.from(i).admitting(Set.of()))).isNull();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void fills_every_backend_to_its_limit_and_none_beyond(SelectionPolicy policy) {
        TestPool pool = new TestPool(policy.factory());
        List<Backend> limited = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            limited.add(limited(backend(i), 1 + i % 5));
        }
        pool.up(limited);

        int leases = 0;
        while (pool.view().lease(request.from(dice.nextLong())) != null) {
            leases++;
        }

        assertThat(leases).isEqualTo(60);
        assertThat(pool.view().nodes())
                .allSatisfy(
                        node -> assertThat(node.open()).isEqualTo(node.backend().maxConnections()));
    }

    @ParameterizedTest
    @EnumSource
    void tries_every_backend_once_when_all_refuse(SelectionPolicy policy) {
        TestPool pool = new TestPool(policy.factory()).up(backends(12));
        Set<BackendNode> untried = new HashSet<>(pool.view().eligible());
        request.from(7).admitting(untried);

        for (int attempt = 0; attempt < 12; attempt++) {
            Lease lease = pool.view().lease(request);
            assertThat(lease).isNotNull();
            assertThat(untried.remove(lease.node())).isTrue();
            lease.release(Lease.Outcome.FAILED);
        }

        assertThat(pool.view().lease(request)).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void chooses_alike_from_equal_dice(SelectionPolicy policy) {
        List<Backend> backends = mixedWeights(30);
        TestPool one = new TestPool(policy.factory()).up(backends);
        TestPool other = new TestPool(policy.factory()).up(backends);
        TestRequest ofOne = new TestRequest(99);
        TestRequest ofOther = new TestRequest(99);

        for (int i = 0; i < 2_000; i++) {
            Lease a = one.view().lease(ofOne.from(i));
            Lease b = other.view().lease(ofOther.from(i));
            assertThat(a).isNotNull();
            assertThat(b).isNotNull();
            assertThat(a.node().backend()).isEqualTo(b.node().backend());
        }
    }

    private Set<BackendNode> someOf(List<BackendNode> nodes) {
        Set<BackendNode> some = new HashSet<>();
        double share = dice.nextDouble();
        for (BackendNode node : nodes) {
            if (dice.nextDouble() < share) {
                some.add(node);
            }
        }
        return some;
    }

    private List<Backend> mixedWeights(int count) {
        List<Backend> backends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            backends.add(weighing(backend(i), 1 + dice.nextInt(256)));
        }
        return backends;
    }

    private static List<BackendNode> nodes(List<Backend> backends) {
        return new TestPool(SelectionPolicy.RANDOM.factory())
                .up(backends)
                .view()
                .eligible();
    }
}
