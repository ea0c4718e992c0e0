package io.equipoise.balancer.pool;

import static io.equipoise.balancer.pool.Backends.backend;
import static io.equipoise.balancer.pool.Backends.limited;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.pool.HealthState.Status;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Rounds in which each of several loops gets one lease and releases it. Nothing happens between rounds, so a wake-up
 * that is lost is not made good by the next release: its session waits for nobody, and the test says so.
 */
class WaitQueueStressTest {
    private static final int LOOPS = 3;
    private static final int ROUNDS = 10_000;
    private static final int PATIENCE_SECONDS = 60;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CyclicBarrier round = new CyclicBarrier(LOOPS);
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final TestPool pool = new TestPool(TestPool.FIRST, LOOPS, 0, 0);

    @AfterEach
    void end() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void no_session_waits_beside_free_room() throws Exception {
        pool.up(limited(backend(0), 1));

        run(LOOPS, this::getAndRelease);

        assertThat(most).hasValue(1);
        assertIdle();
    }

    @Test
    void no_lease_is_lost_when_sessions_leave_just_as_they_are_served() throws Exception {
        pool.up(limited(backend(0), 1));

        run(LOOPS, dice -> {
            if (dice.nextInt(3) == 0) {
                leaveOrRelease(dice);
            } else {
                getAndRelease(dice);
            }
        });

        assertThat(most).hasValue(1);
        assertIdle();
    }

    @Test
    void no_session_is_forgotten_when_backends_come_and_go() throws Exception {
        Backend coming = limited(backend(0), 1);
        pool.up(coming, limited(backend(1), 1));

        // Of each round the control loop is one; the backend is there again when it has ended.
        run(LOOPS - 1, this::getAndRelease, dice -> {
            pool.flip(coming, Status.DOWN);
            pool.join(limited(coming, 1 + dice.nextInt(2)));
            pool.flip(coming, Status.UP);
        });

        assertThat(most).hasValueBetween(1, LOOPS - 1);
        assertIdle();
    }

    private interface Turn {
        void take(Random dice) throws Exception;
    }

    private void run(int loops, Turn turn, Turn... others) throws Exception {
        List<Turn> turns = Stream.concat(IntStream.range(0, loops).mapToObj(i -> turn), Arrays.stream(others))
                .toList();
        List<Future<Void>> ends = IntStream.range(0, turns.size())
                .mapToObj(i -> threads.submit(rounds(turns.get(i), new Random(i))))
                .toList();
        for (Future<Void> end : ends) {
            end.get();
        }
    }

    private Callable<Void> rounds(Turn turn, Random dice) {
        return () -> {
            for (int i = 0; i < ROUNDS; i++) {
                turn.take(dice);
                round.await(2 * PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            return null;
        };
    }

    private void getAndRelease(Random dice) throws Exception {
        Lease lease = pool.view().lease(new TestRequest(1));
        if (lease == null) {
            TestWaiter waiter = new TestWaiter();
            assertThat(pool.view().queue().enter(waiter)).isTrue();
            lease = waiter.await(PATIENCE_SECONDS);
        }
        use(lease, dice);
    }

    private void leaveOrRelease(Random dice) throws Exception {
        TestWaiter waiter = new TestWaiter();
        assertThat(pool.view().queue().enter(waiter)).isTrue();
        linger(dice);
        if (!pool.view().queue().leave(waiter)) {
            use(waiter.await(PATIENCE_SECONDS), dice);
        }
    }

    private void use(Lease lease, Random dice) {
        most.accumulateAndGet(held.incrementAndGet(), Math::max);
        linger(dice);
        held.decrementAndGet();
        lease.release(Lease.Outcome.SERVED);
    }

    private static void linger(Random dice) {
        for (int i = dice.nextInt(200); i > 0; i--) {
            Thread.onSpinWait();
        }
    }

    private void assertIdle() {
        assertThat(pool.view().queue().size()).isZero();
        assertThat(pool.view().nodes())
                .allSatisfy(node -> assertThat(node.open()).isZero());
    }
}
