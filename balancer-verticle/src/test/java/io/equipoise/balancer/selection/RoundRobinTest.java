package io.equipoise.balancer.selection;

import static io.equipoise.balancer.pool.Backends.backend;
import static io.equipoise.balancer.pool.Backends.backends;
import static io.equipoise.balancer.pool.Backends.weighing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.Lease;
import io.equipoise.balancer.pool.Rotation;
import io.equipoise.balancer.pool.Selector;
import io.equipoise.balancer.pool.ServiceView;
import io.equipoise.balancer.pool.TestPool;
import io.equipoise.balancer.pool.TestRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundRobinTest {
    private final TestRequest request = new TestRequest(1);

    @Test
    void equal_backends_take_plain_turns() {
        assertThat(order(6, 100, 100, 100)).isEqualTo("abcabc");
    }

    @Test
    void turns_are_spread_as_nginx_spreads_them() {
        assertThat(order(14, 5, 1, 1)).isEqualTo("aabacaaaabacaa");
        assertThat(order(7, 4, 2, 1)).isEqualTo("abacaba");
    }

    @Test
    void weights_count_by_their_ratio_alone() {
        assertThat(order(7, 250, 50, 50)).isEqualTo(order(7, 5, 1, 1));
    }

    @Test
    void any_weights_are_in_nginx_order_and_exact_after_each_round() {
        Random dice = new Random(4);
        for (int i = 0; i < 100; i++) {
            int[] weights = dice.ints(2 + dice.nextInt(8), 1, 257).toArray();
            int round = IntStream.of(Weights.of(nodes(weights))).sum();

            assertThat(order(2 * round, weights)).isEqualTo(nginx(weights, 2 * round));
        }
    }

    @Test
    void three_thousand_picks_are_within_one_of_equal() {
        TestPool pool = new TestPool(SelectionPolicy.ROUND_ROBIN.factory()).up(backends(7));

        pick(pool.view(), 3_000);

        assertThat(pool.view().nodes())
                .allSatisfy(node -> assertThat(node.opened()).isBetween(428L, 429L));
    }

    @Test
    void three_thousand_picks_are_within_one_of_weights_1_2_3() {
        TestPool pool = new TestPool(SelectionPolicy.ROUND_ROBIN.factory())
                .up(weighing(backend(1), 1), weighing(backend(2), 2), weighing(backend(3), 3));

        pick(pool.view(), 3_000);

        assertThat(pool.view().nodes())
                .allSatisfy(node -> assertThat(node.opened()).isEqualTo(500L * node.weight()));
    }

    @Test
    void picks_of_all_loops_together_are_exact() {
        TestPool pool = new TestPool(SelectionPolicy.ROUND_ROBIN.factory()).up(backends(3));
        ServiceView view = pool.view();

        List<CompletableFuture<Void>> loops = IntStream.range(0, 4)
                .mapToObj(loop -> CompletableFuture.runAsync(() -> pickAs(new TestRequest(loop), view, 30_000)))
                .toList();
        loops.forEach(CompletableFuture::join);

        assertThat(view.nodes()).allSatisfy(node -> assertThat(node.opened()).isEqualTo(40_000));
    }

    @Test
    void turns_go_on_where_they_were_when_the_set_changes() {
        TestPool pool = new TestPool(SelectionPolicy.ROUND_ROBIN.factory()).up(backends(4));
        pick(pool.view(), 6);

        pool.up(weighing(backend(0), 90));
        pool.up(backend(0));

        assertThat(pool.view().selector().select(request)).isSameAs(pool.node(backend(2)));
    }

    @Test
    void the_neighbour_of_a_full_backend_does_not_get_its_turns_too() {
        List<BackendNode> nodes = List.of(nodes(100, 100, 100, 100));
        Selector selector = RoundRobin.over(nodes, new Rotation(0));
        request.admitting(new HashSet<>(nodes.subList(1, 4)));

        Set<BackendNode> chosen = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            chosen.add(selector.select(request));
        }

        assertThat(chosen).isEqualTo(new HashSet<>(nodes.subList(1, 4)));
    }

    @ParameterizedTest
    @ValueSource(ints = {150, 1_000, 10_000})
    void sets_too_large_for_a_smooth_order_keep_their_proportions_and_spread(int size) {
        Random dice = new Random(size);
        int[] weights = dice.ints(size, 1, 257).toArray();
        long total = IntStream.of(weights).asLongStream().sum();
        Turns turns = Turns.of(weights);
        Rotation rotation = new Rotation(dice.nextLong());
        int[] counts = new int[size];

        for (long pick = 0; pick < 10 * total; pick++) {
            counts[turns.next(rotation)]++;
        }

        for (int i = 0; i < size; i++) {
            assertThat(counts[i]).as("turns of weight %d", weights[i]).isCloseTo(10 * weights[i], within(8));
        }
    }

    private void pick(ServiceView view, int times) {
        pickAs(request, view, times);
    }

    private static void pickAs(TestRequest request, ServiceView view, int times) {
        for (int i = 0; i < times; i++) {
            Lease lease = view.lease(request);
            assertThat(lease).isNotNull();
            lease.release(Lease.Outcome.SERVED);
        }
    }

    /** The first picks of backends a, b, c with those weights. */
    private String order(int picks, int... weights) {
        List<BackendNode> nodes = List.of(nodes(weights));
        Selector selector = RoundRobin.over(nodes, new Rotation(0));
        return IntStream.range(0, picks)
                .map(i -> nodes.indexOf(selector.select(request)))
                .mapToObj(i -> String.valueOf((char) ('a' + i)))
                .collect(Collectors.joining());
    }

    private static BackendNode[] nodes(int... weights) {
        List<Backend> backends = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            backends.add(weighing(backend(i), weights[i]));
        }
        return new TestPool(SelectionPolicy.RANDOM.factory())
                .up(backends)
                .view()
                .eligible()
                .toArray(BackendNode[]::new);
    }

    /** ngx_http_upstream_get_peer, without failures. */
    private static String nginx(int[] weights, int picks) {
        int[] current = new int[weights.length];
        StringBuilder order = new StringBuilder();
        for (int pick = 0; pick < picks; pick++) {
            int best = -1;
            int total = 0;
            for (int i = 0; i < weights.length; i++) {
                current[i] += weights[i];
                total += weights[i];
                best = best == -1 || current[i] > current[best] ? i : best;
            }
            current[best] -= total;
            order.append((char) ('a' + best));
        }
        return order.toString();
    }
}
