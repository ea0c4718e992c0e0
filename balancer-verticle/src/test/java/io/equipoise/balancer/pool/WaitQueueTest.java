package io.equipoise.balancer.pool;

import static io.equipoise.balancer.pool.Backends.backend;
import static io.equipoise.balancer.pool.Backends.in;
import static io.equipoise.balancer.pool.Backends.limited;
import static io.equipoise.balancer.pool.Backends.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.equipoise.balancer.pool.HealthState.Status;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WaitQueueTest {
    private final TestPool pool = new TestPool(TestPool.FIRST, 10, 50, 0);
    private final TestRequest request = new TestRequest(1);

    @Test
    void sessions_are_served_in_the_order_in_which_they_came() {
        pool.up(limited(backend(0), 1));
        Lease held = lease();
        List<TestWaiter> waiters = enter(3);

        for (TestWaiter waiter : waiters) {
            assertThat(waiter.served()).isFalse();
            held.release(Lease.Outcome.SERVED);
            held = waiter.lease();
        }

        assertThat(queue().size()).isZero();
        assertThat(pool.node(backend(0)).open()).isEqualTo(1);
    }

    @Test
    void a_lease_released_between_a_vain_choice_and_the_queue_is_not_lost() {
        pool.up(limited(backend(0), 1));
        Lease held = lease();
        assertThat(pool.view().lease(request)).isNull();
        held.release(Lease.Outcome.SERVED);

        TestWaiter late = enter();

        assertThat(late.lease().node()).isSameAs(pool.node(backend(0)));
        assertThat(queue().size()).isZero();
    }

    @Test
    void a_newcomer_does_not_overtake_those_who_wait() {
        pool.up(limited(backend(0), 1), backend(1));
        BackendNode full = pool.node(backend(0));
        assertThat(pool.view().lease(request.admitting(full))).isNotNull();
        TestWaiter first = new TestWaiter(node -> node == full);
        queue().enter(first);

        assertThat(pool.view().lease(request.admittingAll())).isNull();
        TestWaiter newcomer = enter();

        assertThat(first.served()).isFalse();
        assertThat(newcomer.lease().node()).isSameAs(pool.node(backend(1)));
    }

    @Test
    void room_goes_to_the_first_that_admits_the_backend() {
        pool.up(limited(backend(0), 1), limited(backend(1), 1));
        Lease onZero = lease();
        lease();
        TestWaiter hasTriedZero = new TestWaiter(node -> node != onZero.node());
        queue().enter(hasTriedZero);
        TestWaiter second = enter();

        onZero.release(Lease.Outcome.FAILED);

        assertThat(hasTriedZero.served()).isFalse();
        assertThat(second.lease().node()).isSameAs(onZero.node());
    }

    @Test
    void a_full_queue_takes_nobody_until_somebody_leaves() {
        pool.up(limited(backend(0), 1));
        lease();
        List<TestWaiter> waiters = enter(10);
        TestWaiter oneTooMany = new TestWaiter();

        assertThat(queue().enter(oneTooMany)).isFalse();
        assertThat(queue().leave(waiters.get(4))).isTrue();
        assertThat(queue().enter(oneTooMany)).isTrue();
        assertThat(queue().size()).isEqualTo(10);
    }

    @Test
    void a_queue_without_places_takes_nobody() {
        TestPool hurried = new TestPool(TestPool.FIRST, 0, 50, 0).up(backend(0));

        assertThat(hurried.view().queue().enter(new TestWaiter())).isFalse();
    }

    @Test
    void who_has_left_is_passed_by() {
        pool.up(limited(backend(0), 1));
        Lease held = lease();
        List<TestWaiter> waiters = enter(3);
        assertThat(queue().leave(waiters.get(0))).isTrue();
        assertThat(queue().leave(waiters.get(1))).isTrue();

        held.release(Lease.Outcome.SERVED);

        assertThat(waiters).extracting(TestWaiter::served).containsExactly(false, false, true);
    }

    @Test
    void who_has_been_served_cannot_leave_and_its_lease_goes_to_the_next() {
        pool.up(limited(backend(0), 1));
        Lease held = lease();
        List<TestWaiter> waiters = enter(2);
        held.release(Lease.Outcome.SERVED);

        assertThat(queue().leave(waiters.get(0))).isFalse();
        waiters.get(0).lease().release(Lease.Outcome.NEUTRAL);

        assertThat(waiters.get(1).served()).isTrue();
    }

    @Test
    void who_never_entered_cannot_leave() {
        pool.up(backend(0));

        assertThat(queue().leave(new TestWaiter())).isFalse();
        assertThat(queue().size()).isZero();
    }

    @Test
    void new_room_wakes_those_who_wait() {
        Backend full = limited(backend(0), 1);
        pool.up(full, limited(in(backend(1), Backend.Mode.DRAINING), 1));
        pool.join(limited(backend(2), 1));
        lease();
        List<TestWaiter> waiters = enter(4);

        pool.join(limited(full, 2));
        assertThat(served(waiters)).isEqualTo(1);
        pool.join(limited(backend(1), 1));
        assertThat(served(waiters)).isEqualTo(2);
        pool.flip(backend(2), Status.UP);
        assertThat(served(waiters)).isEqualTo(3);
        pool.up(limited(backend(3), 1));
        assertThat(served(waiters)).isEqualTo(4);
    }

    @Test
    void new_backends_share_those_who_wait() {
        pool.up(limited(backend(0), 1));
        lease();
        enter(10);

        pool.up(backend(1), backend(2));

        assertThat(pool.node(backend(1)).open()).isEqualTo(5);
        assertThat(pool.node(backend(2)).open()).isEqualTo(5);
    }

    @Test
    void nobody_is_sent_to_a_backend_that_may_not_be_chosen_any_more() {
        Backend one = limited(backend(1), 1);
        pool.up(limited(backend(0), 1), one, limited(backend(2), 1), limited(backend(3), 1));
        List<Lease> held = Stream.generate(this::lease).limit(4).toList();
        List<TestWaiter> waiters = enter(2);
        pool.flip(one, Status.DOWN);
        pool.join(limited(in(backend(2), Backend.Mode.DRAINING), 1));
        pool.up(started(limited(backend(3), 1), 2));
        assertThat(served(waiters))
                .as("only the later start of the last has room")
                .isEqualTo(1);

        held.subList(1, 4).forEach(lease -> lease.release(Lease.Outcome.SERVED));
        assertThat(served(waiters)).isEqualTo(1);

        held.get(0).release(Lease.Outcome.SERVED);
        assertThat(served(waiters)).isEqualTo(2);
    }

    @Test
    void a_session_that_fails_to_take_its_lease_does_not_keep_it() {
        pool.up(limited(backend(0), 1));
        Lease held = lease();
        queue().enter(new WaitQueue.Waiter() {
            @Override
            public boolean admits(BackendNode node) {
                return true;
            }

            @Override
            public void take(Lease lease) {
                throw new IllegalStateException("its loop is gone");
            }
        });
        TestWaiter next = enter();

        assertThatIllegalStateException().isThrownBy(() -> held.release(Lease.Outcome.SERVED));

        assertThat(next.served()).isTrue();
        assertThat(pool.node(backend(0)).open()).isEqualTo(1);
    }

    private Lease lease() {
        return Objects.requireNonNull(pool.view().lease(request));
    }

    private List<TestWaiter> enter(int count) {
        return Stream.generate(this::enter).limit(count).toList();
    }

    private TestWaiter enter() {
        TestWaiter waiter = new TestWaiter();
        assertThat(queue().enter(waiter)).isTrue();
        return waiter;
    }

    private WaitQueue queue() {
        return pool.view().queue();
    }

    private static long served(List<TestWaiter> waiters) {
        return waiters.stream().filter(TestWaiter::served).count();
    }
}
