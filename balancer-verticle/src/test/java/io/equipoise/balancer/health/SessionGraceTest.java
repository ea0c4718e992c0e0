package io.equipoise.balancer.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.pool.Backends;
import io.equipoise.balancer.pool.HealthState.Status;
import io.equipoise.balancer.pool.Lease;
import io.equipoise.balancer.pool.TestRequest;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** B3: what becomes of the sessions on a backend that is dead or frozen. */
class SessionGraceTest {
    private static final Duration GRACE = Ward.RULES.sessionGrace();

    private final Ward ward = Ward.of(3);

    @Test
    void B3_the_sessions_on_a_frozen_backend_are_cut_when_it_stays_so_for_longer_than_the_grace() {
        Lease lease = lease(ward);
        ward.freeze(0);
        ward.until(0, Status.DOWN);

        ward.time.advance(GRACE.minusMillis(10));
        assertThat(ward.cut).isEmpty();
        ward.time.advanceMillis(20);
        assertThat(ward.cut).containsExactly(lease.node());
    }

    @Test
    void B3_they_are_cut_again_and_again_as_in_panic_new_ones_may_get_there() {
        lease(ward);
        ward.freeze(0);
        ward.until(0, Status.DOWN);

        ward.time.advance(GRACE.multipliedBy(3).plusMillis(100));

        assertThat(ward.cut).hasSize(3);
    }

    @Test
    void B4_those_on_a_backend_that_thaws_in_time_are_kept() {
        lease(ward);
        ward.freeze(0);
        ward.until(0, Status.DOWN);
        ward.time.advance(GRACE.minusSeconds(4));

        ward.cure(0);
        ward.time.advance(Duration.ofMinutes(1));

        assertThat(ward.cut).isEmpty();
    }

    @Test
    void a_backend_without_sessions_has_none_to_cut() {
        ward.kill(0);
        ward.until(0, Status.DOWN);

        ward.time.advance(Duration.ofMinutes(1));

        assertThat(ward.cut).isEmpty();
    }

    @Test
    void K1_one_that_leaves_the_pool_while_it_is_dead_is_cut_all_the_same_and_leaves_no_timer() {
        Lease lease = lease(ward);
        ward.freeze(0);
        ward.until(0, Status.DOWN);
        for (int i = 0; i < 3; i++) {
            ward.leave(Backends.backend(i));
        }

        ward.time.advance(Duration.ofMinutes(1));

        assertThat(ward.cut).containsExactly(lease.node());
        assertThat(ward.time.pending()).isZero();
    }

    @Test
    void B14_the_sessions_on_one_that_leaves_alive_are_kept() {
        lease(ward);
        ward.leave(Backends.backend(0));

        ward.time.advance(Duration.ofMinutes(1));

        assertThat(ward.cut).isEmpty();
    }

    @Test
    void without_a_grace_they_are_cut_as_soon_as_it_is_down_but_never_because_an_ejection_ends() {
        Ward strict = new Ward(new HealthRules(
                Ward.RULES.interval(),
                Ward.RULES.timeout(),
                Ward.RULES.downInterval(),
                2,
                2,
                Duration.ZERO,
                Optional.empty(),
                Optional.empty()));
        strict.join(3);
        Lease lease = lease(strict);

        strict.health.eject(strict.node(0), Duration.ofSeconds(5), "told to");
        strict.time.advance(Duration.ofSeconds(30));
        assertThat(strict.node(0).healthy()).isTrue();
        assertThat(strict.cut).isEmpty();

        strict.freeze(0);
        strict.until(0, Status.DOWN);
        strict.settle();
        assertThat(strict.cut).containsExactly(lease.node());
    }

    private static Lease lease(Ward ward) {
        return ward.view().lease(new TestRequest(1).admitting(ward.node(0)));
    }
}
