package io.equipoise.balancer.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.Backends;
import io.equipoise.balancer.pool.HealthState.Status;
import io.equipoise.balancer.pool.Lease;
import io.equipoise.balancer.pool.TestRequest;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is ejected, and what not, when probes are good and real traffic fails. */
class OutlierDetectorTest {
    private static final Duration BASE = Duration.ofSeconds(30);

    @Test
    void B5_B6_five_failures_in_a_row_take_a_backend_out_for_half_a_minute() {
        Case with = new Case(3);
        with.fail(0, 4);
        assertThat(with.out()).isEmpty();

        with.fail(0, 1);
        assertThat(with.out()).containsExactly(0);
        assertThat(with.ward.flips.get(0).why())
                .contains("ejected for 30 s after 5 failures in a row, the last one: connect_refused");

        with.pass(BASE.minusMillis(50));
        assertThat(with.out()).containsExactly(0);
        with.pass(Duration.ofMillis(250));
        assertThat(with.out()).isEmpty();
    }

    @Test
    void B5_one_that_goes_on_failing_is_out_for_longer_each_time_but_never_for_more_than_five_minutes() {
        Case with = new Case(3);
        Duration expected = Duration.ZERO;
        for (int i = 0; i < 12; i++) {
            expected = expected.plus(BASE);
            with.fail(0, 5);
            Duration out = with.ward.until(0, Status.UP);

            assertThat(out)
                    .isBetween(
                            min(expected, OutlierDetector.LONGEST).minusMillis(10),
                            min(expected, OutlierDetector.LONGEST).plusMillis(250));
        }
    }

    @Test
    void B5_one_that_has_served_for_five_minutes_starts_anew() {
        Case with = new Case(3);
        for (int i = 0; i < 4; i++) {
            with.fail(0, 5);
            with.ward.until(0, Status.UP);
        }

        with.pass(Duration.ofMinutes(6));
        with.fail(0, 5);

        assertThat(with.ward.until(0, Status.UP)).isLessThan(BASE.plusMillis(250));
    }

    @Test
    void B9_one_that_is_slow_but_serves_now_and_then_is_not_ejected() {
        Case with = new Case(3);
        for (int i = 0; i < 100; i++) {
            with.fail(0, 4);
            with.serve(0);
        }

        assertThat(with.out()).isEmpty();
    }

    @ParameterizedTest(name = "{0} backends")
    @CsvSource({"2, 1", "3, 1", "9, 1", "10, 1", "19, 1", "20, 2", "35, 3"})
    void never_more_than_a_tenth_is_out_but_one_may_always_be(int backends, int most) {
        Case with = new Case(backends);
        for (int i = 0; i < backends; i++) {
            with.fail(i, 20);
        }

        assertThat(with.out()).hasSize(most);
    }

    @Test
    void the_last_healthy_one_is_never_ejected() {
        Case alone = new Case(1);
        alone.fail(0, 100);
        assertThat(alone.out()).isEmpty();

        Case with = new Case(2);
        with.ward.kill(1);
        with.ward.until(1, Status.DOWN);
        with.fail(0, 100);
        assertThat(with.ward.node(0).healthy()).isTrue();
    }

    @Test
    void one_that_drains_does_not_count_among_those_that_are_left() {
        Case with = new Case(2);
        with.ward.tell(1, Backend.Mode.DRAINING);
        with.pass(Duration.ofSeconds(2));

        with.fail(0, 100);

        assertThat(with.ward.isEligible(0)).isTrue();
    }

    @Test
    void two_that_fail_at_the_same_moment_do_not_both_go_when_no_third_serves() {
        Case with = new Case(20);
        for (int i = 2; i < 20; i++) {
            with.ward.kill(i);
        }
        with.pass(Duration.ofSeconds(2));

        with.failAtOnce(5, 0, 1);

        assertThat(IntStream.of(0, 1).filter(i -> with.ward.node(i).healthy()).count())
                .isOne();
    }

    @Test
    void one_whose_probes_find_it_dead_meanwhile_returns_when_they_find_it_alive() {
        Case with = new Case(3);
        with.fail(0, 5);
        with.ward.kill(0);
        with.pass(Duration.ofSeconds(3));
        assertThat(with.out()).containsExactly(0);

        with.ward.cure(0);

        assertThat(with.ward.until(0, Status.UP)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void sessions_of_one_that_is_ejected_are_kept() {
        Case with = new Case(3);
        Lease open = with.lease(0);
        with.fail(0, 5);

        with.pass(Duration.ofMinutes(5));

        assertThat(with.ward.cut).isEmpty();
        assertThat(open.release(Lease.Outcome.SERVED)).isTrue();
    }

    @Test
    void one_that_left_while_it_was_out_leaves_no_timer() {
        Case with = new Case(2);
        with.fail(0, 5);
        with.ward.leave(Backends.backend(0));
        with.ward.leave(Backends.backend(1));

        with.pass(Duration.ofSeconds(1));

        assertThat(with.ward.time.pending()).isZero();
    }

    @Test
    void with_a_threshold_of_zero_nobody_is_ever_ejected() {
        Case with = new Case(3, 0);
        with.fail(0, 1_000);

        assertThat(with.out()).isEmpty();
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Backends that are up, and the traffic to them. */
    private static final class Case {
        private final Ward ward;
        private final OutlierDetector detector;

        Case(int backends) {
            this(backends, 5);
        }

        Case(int backends, int ejectAfter) {
            ward = Ward.of(backends);
            detector = new OutlierDetector(
                    ward.health,
                    ward.pool::snapshot,
                    service -> new OutlierDetector.Rules(ejectAfter, BASE),
                    ward.time);
        }

        Lease lease(int backend) {
            Lease lease = ward.view().lease(new TestRequest(1).admitting(ward.node(backend)));
            assertThat(lease).as("a lease of %s", ward.node(backend)).isNotNull();
            return lease;
        }

        void serve(int backend) {
            lease(backend).release(Lease.Outcome.SERVED);
        }

        void fail(int backend, int times) {
            for (int i = 0; i < times && ward.isEligible(backend); i++) {
                failAtOnce(1, backend);
                ward.settle();
            }
        }

        /** Before any verdict on it is in the pool. */
        void failAtOnce(int times, int... backends) {
            for (int backend : backends) {
                for (int i = 0; i < times; i++) {
                    lease(backend).release(Lease.Outcome.FAILED);
                    detector.onFailure(ward.node(backend), "connect_refused");
                }
            }
            ward.settle();
        }

        void pass(Duration time) {
            ward.time.advance(time);
        }

        /** Who may not be chosen. */
        List<Integer> out() {
            return IntStream.range(0, ward.view().nodes().size())
                    .filter(i -> !ward.isEligible(i))
                    .boxed()
                    .toList();
        }
    }
}
