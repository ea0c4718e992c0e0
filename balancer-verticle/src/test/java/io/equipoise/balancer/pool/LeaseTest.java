package io.equipoise.balancer.pool;

import static io.equipoise.balancer.pool.Backends.backend;
import static io.equipoise.balancer.pool.Backends.limited;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private static final int THREADS = 4;

    private final TestPool pool = new TestPool(TestPool.FIRST);

    @Test
    void a_lease_counts_until_it_is_released_and_only_the_first_release_counts() {
        pool.up(backend(0));
        BackendNode node = pool.node(backend(0));
        Lease lease = lease();

        assertThat(node.open()).isEqualTo(1);
        assertThat(lease.release(Lease.Outcome.FAILED)).isTrue();
        assertThat(lease.release(Lease.Outcome.FAILED)).isFalse();

        assertThat(node.open()).isZero();
        assertThat(node.opened()).isEqualTo(1);
        assertThat(node.failures()).isEqualTo(1);
    }

    @Test
    void failures_in_a_row_end_with_a_success_and_are_not_touched_by_what_says_nothing() {
        pool.up(backend(0));
        BackendNode node = pool.node(backend(0));

        lease().release(Lease.Outcome.FAILED);
        lease().release(Lease.Outcome.NEUTRAL);
        lease().release(Lease.Outcome.FAILED);
        assertThat(node.consecutiveFailures()).isEqualTo(2);

        lease().release(Lease.Outcome.SERVED);
        assertThat(node.consecutiveFailures()).isZero();
        assertThat(node.failures()).isEqualTo(2);

        lease().release(Lease.Outcome.FAILED);
        node.forgetFailures();
        assertThat(node.consecutiveFailures()).isZero();
    }

    @Test
    void a_lowered_limit_takes_effect_as_leases_end() {
        pool.up(limited(backend(0), 3));
        List<Lease> leases = List.of(lease(), lease(), lease());
        pool.join(limited(backend(0), 1));

        leases.get(0).release(Lease.Outcome.SERVED);
        leases.get(1).release(Lease.Outcome.SERVED);
        assertThat(pool.view().lease(new TestRequest(1))).isNull();

        leases.get(2).release(Lease.Outcome.SERVED);
        assertThat(pool.view().lease(new TestRequest(1))).isNotNull();
    }

    @Test
    void a_release_from_many_threads_counts_once() throws Exception {
        pool.up(backend(0));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        for (int i = 0; i < 2_000; i++) {
            Lease lease = lease();
            List<CompletableFuture<Boolean>> releases = IntStream.range(0, THREADS)
                    .mapToObj(t -> CompletableFuture.supplyAsync(() -> lease.release(Lease.Outcome.SERVED), threads))
                    .toList();
            assertThat(releases.stream().filter(CompletableFuture::join)).hasSize(1);
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

        assertThat(pool.node(backend(0)).open()).isZero();
    }

    @Test
    void many_threads_never_exceed_the_limit_and_all_counts_return_to_zero() {
        int limit = 3;
        pool.up(limited(backend(0), limit), limited(backend(1), limit));
        AtomicInteger[] held = {new AtomicInteger(), new AtomicInteger()};
        AtomicInteger most = new AtomicInteger();

        List<CompletableFuture<Integer>> loops = IntStream.range(0, THREADS)
                .mapToObj(loop -> CompletableFuture.supplyAsync(() -> leaseAndRelease(loop, held, most)))
                .toList();
        int leased = loops.stream().mapToInt(CompletableFuture::join).sum();

        assertThat(most).hasValue(limit);
        assertThat(pool.view().nodes())
                .allSatisfy(node -> assertThat(node.open()).isZero());
        assertThat(pool.view().nodes().stream().mapToLong(BackendNode::opened).sum())
                .isEqualTo(leased);
    }

    private int leaseAndRelease(int seed, AtomicInteger[] held, AtomicInteger most) {
        Random dice = new Random(seed);
        TestRequest request = new TestRequest(seed);
        List<Lease> leases = new ArrayList<>();
        int leased = 0;
        for (int i = 0; i < 100_000; i++) {
            Lease lease = dice.nextBoolean() ? pool.view().lease(request) : null;
            if (lease != null) {
                leased++;
                leases.add(lease);
                most.accumulateAndGet(held(lease, held).incrementAndGet(), Math::max);
            } else if (!leases.isEmpty()) {
                Lease last = leases.remove(leases.size() - 1);
                held(last, held).decrementAndGet();
                last.release(Lease.Outcome.SERVED);
            }
        }
        leases.forEach(lease -> {
            held(lease, held).decrementAndGet();
            lease.release(Lease.Outcome.SERVED);
        });
        return leased;
    }

    private AtomicInteger held(Lease lease, AtomicInteger[] held) {
        return held[lease.node() == pool.node(backend(0)) ? 0 : 1];
    }

    private Lease lease() {
        return Objects.requireNonNull(pool.view().lease(new TestRequest(1)));
    }
}
