package io.equipoise.balancer.pool;

import static io.equipoise.balancer.pool.Backends.backend;
import static io.equipoise.balancer.pool.Backends.limited;
import static io.equipoise.balancer.pool.Backends.weighing;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.pool.load.OpenConnections;
import io.equipoise.balancer.selection.SelectionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several loops open and close leases at once: whatever they did to each other, at rest the least is the least. */
class LeastOpenStressTest {
    private static final int LOOPS = 4;
    private static final int PATIENCE_SECONDS = 60;

    private final ExecutorService threads = Executors.newFixedThreadPool(LOOPS);

    @AfterEach
    void end() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    /** Few nodes, so that loops meet at each of them; many rests, as a change that was lost is made good by the next. */
    @ParameterizedTest
    @ValueSource(ints = {2, 20, 300})
    void at_rest_the_least_is_exact(int size) {
        TestPool pool = new TestPool(SelectionPolicy.RANDOM.factory());
        for (int i = 0; i < size; i++) {
            pool.up(limited(weighing(backend(i), 1 + i % 3), i % 2 == 0 ? 0 : 4));
        }
        List<BackendNode> nodes = pool.view().eligible();
        LeastOpen least = LeastOpen.over(nodes, 0);
        List<List<Lease>> open = IntStream.range(0, LOOPS)
                .<List<Lease>>mapToObj(loop -> new ArrayList<>())
                .toList();

        for (int round = 0; round < 2_000; round++) {
            int seed = round;
            together(loop -> change(nodes, open.get(loop), new Random(31L * seed + loop)));
            assertThat(load(nodes.get(least.next())))
                    .as("round %d", round)
                    .isEqualTo(nodes.stream()
                            .mapToDouble(LeastOpenStressTest::load)
                            .min()
                            .orElseThrow());
        }
    }

    @Test
    void loops_that_only_open_fill_all_evenly() {
        TestPool pool = new TestPool(SelectionPolicy.LEAST_CONNECTIONS.factory()).up(Backends.backends(50));

        together(loop -> {
            TestRequest request = new TestRequest(loop);
            for (int i = 0; i < 25_000; i++) {
                Objects.requireNonNull(pool.view().lease(request));
            }
        });

        assertThat(pool.view().nodes())
                .allSatisfy(node -> assertThat(node.open()).isBetween(2_000 - LOOPS, 2_000 + LOOPS));
    }

    @Test
    void loops_that_open_and_close_keep_all_even() {
        TestPool pool = new TestPool(SelectionPolicy.LEAST_CONNECTIONS.factory()).up(Backends.backends(50));

        together(loop -> {
            TestRequest request = new TestRequest(loop);
            Random dice = new Random(loop);
            Lease[] open = new Lease[500];
            for (int i = 0; i < 100_000; i++) {
                int ending = dice.nextInt(open.length);
                if (open[ending] != null) {
                    open[ending].release(Lease.Outcome.SERVED);
                }
                open[ending] = Objects.requireNonNull(pool.view().lease(request));
            }
        });

        assertThat(pool.view().nodes())
                .allSatisfy(node -> assertThat(node.open()).isBetween(40 - 2 * LOOPS, 40 + 2 * LOOPS));
    }

    private static void change(List<BackendNode> nodes, List<Lease> open, Random dice) {
        for (int i = 0; i < 20; i++) {
            Lease lease = dice.nextInt(3) == 0
                    ? null
                    : nodes.get(dice.nextInt(nodes.size())).tryLease();
            if (lease != null) {
                open.add(lease);
            }
            if (!open.isEmpty() && dice.nextBoolean()) {
                open.remove(dice.nextInt(open.size())).release(Lease.Outcome.SERVED);
            }
        }
    }

    private static double load(BackendNode node) {
        return node.hasRoom() ? OpenConnections.of(node.open(), node.weight()) : Double.MAX_VALUE;
    }

    private void together(IntConsumer work) {
        List<CompletableFuture<Void>> loops = IntStream.range(0, LOOPS)
                .mapToObj(loop -> CompletableFuture.runAsync(() -> work.accept(loop), threads))
                .toList();
        loops.forEach(CompletableFuture::join);
    }
}
