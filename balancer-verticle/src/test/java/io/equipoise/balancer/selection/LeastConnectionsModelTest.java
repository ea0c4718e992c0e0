package io.equipoise.balancer.selection;

import static io.equipoise.balancer.pool.Backends.backend;
import static io.equipoise.balancer.pool.Backends.limited;
import static io.equipoise.balancer.pool.Backends.weighing;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.HealthState.Status;
import io.equipoise.balancer.pool.Lease;
import io.equipoise.balancer.pool.TestPool;
import io.equipoise.balancer.pool.TestRequest;
import io.equipoise.balancer.pool.load.OpenConnections;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What least-connections chooses, held after each step to what one finds who looks at all nodes. */
class LeastConnectionsModelTest {
    private static final int STEPS = 3_000;

    private final TestRequest request = new TestRequest(1);
    private final List<Lease> open = new ArrayList<>();

    /** Up to the largest set that is scanned as a whole when most of it is refused. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 15, 16, 17, 64, 255, 256, 257, 1_000, 1_024})
    void is_the_least_loaded_that_is_admitted_after_any_history(int size) {
        Random dice = new Random(size);
        List<Backend> backends = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            backends.add(any(i, dice));
        }
        TestPool pool = new TestPool(SelectionPolicy.LEAST_CONNECTIONS.factory()).up(backends);

        for (int step = 0; step < STEPS; step++) {
            int what = dice.nextInt(100);
            if (what < 40) {
                endOne(dice);
            } else if (what < 42) {
                change(pool, dice.nextInt(size), dice);
            } else {
                begin(pool, what < 50 ? someOf(pool.view().eligible(), dice) : null);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 16, 17, 300, 5_000})
    void equals_take_turns_in_the_order_of_the_set(int size) {
        Random dice = new Random(size);
        List<Backend> backends = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            backends.add(limited(weighing(backend(i), 1 + dice.nextInt(2)), 3));
        }
        TestPool pool = new TestPool(SelectionPolicy.LEAST_CONNECTIONS.factory()).up(backends);
        List<BackendNode> nodes = pool.view().eligible();

        int last = size - 1;
        for (int step = 0; step < STEPS; step++) {
            if (dice.nextInt(5) < 2) {
                endOne(dice);
                continue;
            }
            double least = least(nodes, null);
            Lease lease = pool.view().lease(request.admittingAll());
            if (least == Double.MAX_VALUE) {
                assertThat(lease).isNull();
                continue;
            }
            assertThat(lease).isNotNull();
            int at = nodes.indexOf(lease.node());
            assertThat(loadBefore(lease.node())).isEqualTo(least);
            for (int between = (last + 1) % size; between != at; between = (between + 1) % size) {
                assertThat(load(nodes.get(between), null)).isGreaterThan(least);
            }
            last = at;
            open.add(lease);
        }
    }

    private void begin(TestPool pool, @Nullable Set<BackendNode> admitted) {
        List<BackendNode> nodes = pool.view().eligible();
        double least = least(nodes, admitted);
        Lease lease = pool.view().lease(admitted == null ? request.admittingAll() : request.admitting(admitted));
        if (least == Double.MAX_VALUE) {
            assertThat(lease).isNull();
        } else {
            assertThat(lease).isNotNull();
            open.add(lease);
            assertThat(loadBefore(lease.node())).isEqualTo(least);
            assertThat(admitted == null || admitted.contains(lease.node())).isTrue();
        }
    }

    private void endOne(Random dice) {
        if (!open.isEmpty()) {
            open.remove(dice.nextInt(open.size())).release(Lease.Outcome.SERVED);
        }
    }

    private static void change(TestPool pool, int number, Random dice) {
        if (dice.nextBoolean()) {
            pool.flip(backend(number), dice.nextBoolean() ? Status.UP : Status.DOWN);
        } else {
            pool.join(any(number, dice));
        }
    }

    private static Backend any(int number, Random dice) {
        int weight = dice.nextBoolean() ? 100 : 1 + dice.nextInt(256);
        return limited(weighing(backend(number), weight), dice.nextBoolean() ? 0 : 1 + dice.nextInt(4));
    }

    private static Set<BackendNode> someOf(List<BackendNode> nodes, Random dice) {
        Set<BackendNode> some = new HashSet<>(nodes);
        int share = 1 + dice.nextInt(3);
        some.removeIf(node -> dice.nextInt(4) < share);
        return some;
    }

    private static double least(List<BackendNode> nodes, @Nullable Set<BackendNode> admitted) {
        double least = Double.MAX_VALUE;
        for (BackendNode node : nodes) {
            least = Math.min(least, load(node, admitted));
        }
        return least;
    }

    private static double load(BackendNode node, @Nullable Set<BackendNode> admitted) {
        boolean could = node.hasRoom() && (admitted == null || admitted.contains(node));
        return could ? OpenConnections.of(node.open(), node.weight()) : Double.MAX_VALUE;
    }

    /** The load that it had when it was chosen. */
    private static double loadBefore(BackendNode chosen) {
        return OpenConnections.of(chosen.open() - 1, chosen.weight());
    }
}
