package io.equipoise.balancer.selection;

import static io.equipoise.balancer.pool.Backends.backend;
import static io.equipoise.balancer.pool.Backends.backends;
import static io.equipoise.balancer.pool.Backends.weighing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.HealthState.Status;
import io.equipoise.balancer.pool.Selector;
import io.equipoise.balancer.pool.TestPool;
import io.equipoise.balancer.pool.TestRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SourceHashTest {
    private static final int CLIENTS = 20_000;

    @Test
    void one_client_always_has_the_same_backend() {
        TestPool pool = new TestPool(SelectionPolicy.SOURCE_HASH.factory()).up(backends(10));

        assertThat(homes(pool)).isEqualTo(homes(pool));
    }

    @Test
    void two_balancers_agree_however_their_pools_came_about() {
        List<Backend> shuffled = new ArrayList<>(backends(10));
        Collections.shuffle(shuffled, new Random(5));
        TestPool one = new TestPool(SelectionPolicy.SOURCE_HASH.factory()).up(backends(10));
        TestPool other = new TestPool(SelectionPolicy.SOURCE_HASH.factory(), 0, 50, 99);
        shuffled.forEach(other::up);

        assertThat(homes(other)).isEqualTo(homes(one));
    }

    @Test
    void removal_of_one_of_ten_moves_at_most_12_percent_of_the_others_clients() {
        for (int gone = 0; gone < 10; gone++) {
            TestPool pool = new TestPool(SelectionPolicy.SOURCE_HASH.factory()).up(backends(10));

            assertThat(movedBeside(backend(gone), pool)).isLessThan(0.12);
        }
    }

    @Test
    void removal_moves_as_few_when_weights_differ_even_of_the_heaviest() {
        for (int gone = 0; gone < 10; gone++) {
            TestPool pool = new TestPool(SelectionPolicy.SOURCE_HASH.factory());
            for (int i = 0; i < 10; i++) {
                pool.up(weighing(backend(i), 20 + 25 * i));
            }

            assertThat(movedBeside(backend(gone), pool)).isLessThan(0.12);
        }
    }

    @Test
    void a_backend_that_comes_back_has_its_clients_back() {
        TestPool pool = new TestPool(SelectionPolicy.SOURCE_HASH.factory()).up(backends(10));
        List<String> before = homes(pool);

        pool.flip(backend(6), Status.DOWN);
        assertThat(homes(pool)).doesNotContain(backend(6).id());
        pool.flip(backend(6), Status.UP);

        assertThat(homes(pool)).isEqualTo(before);
    }

    @Test
    void clients_of_a_full_backend_are_spread_over_the_others_and_stay_there() {
        TestPool pool = new TestPool(SelectionPolicy.SOURCE_HASH.factory()).up(backends(10));
        Set<BackendNode> others = new HashSet<>(pool.view().eligible());
        others.remove(pool.node(backend(0)));
        TestRequest request = new TestRequest(1);
        Map<BackendNode, Integer> taken = new HashMap<>();
        boolean settled = true;

        for (int client = 0; client < 10 * CLIENTS; client++) {
            if (select(pool, request.admittingAll().from(client)) == pool.node(backend(0))) {
                BackendNode other = select(pool, request.admitting(others).from(client));
                settled &= select(pool, request.from(client)) == other;
                taken.merge(other, 1, Integer::sum);
            }
        }

        assertThat(settled).isTrue();
        assertThat(taken).hasSize(9);
        assertThat(taken.values())
                .allSatisfy(count -> assertThat(count).isCloseTo(10 * CLIENTS / 90, withinPercentage(15)));
    }

    @Test
    void shares_are_within_one_percent_of_equal_among_a_thousand() {
        for (int size : new int[] {100, 500, 1_000}) {
            assertThat(slotsOfEach(size))
                    .as("%d backends", size)
                    .hasSize(size)
                    .allSatisfy(slots -> assertThat(slots).isCloseTo((double) Maglev.SIZE / size, withinPercentage(1)));
        }
    }

    @Test
    void of_ten_thousand_each_has_six_or_seven_slots() {
        assertThat(slotsOfEach(10_000)).hasSize(10_000).allMatch(slots -> slots == 6 || slots == 7);
    }

    private static Collection<Double> slotsOfEach(int size) {
        Map<BackendNode, Double> counts = new HashMap<>();
        for (BackendNode node : Maglev.slots(nodes(size))) {
            counts.merge(node, 1.0, Double::sum);
        }
        return counts.values();
    }

    private static BackendNode[] nodes(int size) {
        return new TestPool(SelectionPolicy.RANDOM.factory())
                .up(backends(size))
                .view()
                .eligible()
                .toArray(BackendNode[]::new);
    }

    /** The share of clients of other backends that move when that one leaves. */
    private static double movedBeside(Backend gone, TestPool pool) {
        List<String> before = homes(pool);
        pool.leave(gone);
        List<String> after = homes(pool);
        int others = 0;
        int moved = 0;
        for (int client = 0; client < CLIENTS; client++) {
            if (!before.get(client).equals(gone.id())) {
                others++;
                moved += before.get(client).equals(after.get(client)) ? 0 : 1;
            }
        }
        return (double) moved / others;
    }

    /** The id of the backend of each client. */
    private static List<String> homes(TestPool pool) {
        TestRequest request = new TestRequest(1);
        List<String> homes = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            homes.add(select(pool, request.from(client)).backend().id());
        }
        return homes;
    }

    private static BackendNode select(TestPool pool, Selector.Request request) {
        return Objects.requireNonNull(pool.view().selector().select(request));
    }
}
