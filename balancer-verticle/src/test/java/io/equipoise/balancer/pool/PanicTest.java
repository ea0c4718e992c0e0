package io.equipoise.balancer.pool;

import static io.equipoise.balancer.pool.Backends.backend;
import static io.equipoise.balancer.pool.Backends.backends;
import static io.equipoise.balancer.pool.Backends.in;
import static io.equipoise.balancer.pool.Backends.weighing;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.pool.HealthState.Status;
import org.junit.jupiter.api.Test;

class PanicTest {
    private final TestPool pool = new TestPool(TestPool.FIRST);

    @Test
    void while_half_are_healthy_the_sick_are_left_out() {
        pool.up(backends(4));
        down(0, 1);

        assertThat(pool.view().panic()).isFalse();
        assertThat(pool.eligible()).containsExactly(id(2), id(3));
    }

    @Test
    void below_half_all_are_chosen_again_and_it_is_said_once() {
        pool.up(backends(4));
        down(0, 1);

        assertThat(pool.flip(backend(2), Status.DOWN)).contains(new PoolEvent.Panic(Backends.SERVICE, true));
        assertThat(pool.eligible()).containsExactly(id(0), id(1), id(2), id(3));
        assertThat(pool.flip(backend(3), Status.DOWN)).hasSize(1);
    }

    @Test
    void it_is_over_when_half_are_healthy_again() {
        pool.up(backends(4));
        down(0, 1, 2);

        assertThat(pool.flip(backend(0), Status.UP)).contains(new PoolEvent.Panic(Backends.SERVICE, false));
        assertThat(pool.eligible()).containsExactly(id(0), id(3));
    }

    @Test
    void backends_that_were_not_probed_neither_serve_nor_count() {
        pool.up(backends(2));
        for (int i = 2; i < 10; i++) {
            pool.join(backend(i));
        }

        assertThat(pool.view().panic()).isFalse();
        assertThat(pool.eligible()).containsExactly(id(0), id(1));

        down(0, 1);
        assertThat(pool.view().panic()).isTrue();
        assertThat(pool.eligible()).containsExactly(id(0), id(1));
    }

    @Test
    void nobody_panics_before_the_first_probe() {
        pool.join(backend(0));

        assertThat(pool.view().panic()).isFalse();
        assertThat(pool.eligible()).isEmpty();
    }

    @Test
    void those_that_want_no_connections_neither_serve_nor_count() {
        pool.up(backend(0), in(backend(1), Backend.Mode.DRAINING), in(backend(2), Backend.Mode.MAINTENANCE));
        pool.up(weighing(backend(3), 0));
        assertThat(pool.view().panic()).isFalse();

        down(0, 1, 2, 3);
        assertThat(pool.view().panic()).isTrue();
        assertThat(pool.eligible()).containsExactly(id(0));
    }

    @Test
    void the_last_sick_backend_that_leaves_takes_the_panic_with_it() {
        pool.up(backend(0));
        down(0);

        assertThat(pool.leave(backend(0))).contains(new PoolEvent.Panic(Backends.SERVICE, false));
    }

    @Test
    void at_zero_percent_nobody_panics() {
        TestPool calm = new TestPool(TestPool.FIRST, 0, 0, 0);
        calm.up(backends(2));
        calm.flip(backend(0), Status.DOWN);
        calm.flip(backend(1), Status.DOWN);

        assertThat(calm.view().panic()).isFalse();
        assertThat(calm.eligible()).isEmpty();
    }

    private void down(int... numbers) {
        for (int number : numbers) {
            pool.flip(backend(number), Status.DOWN);
        }
    }

    private static String id(int number) {
        return backend(number).id();
    }
}
