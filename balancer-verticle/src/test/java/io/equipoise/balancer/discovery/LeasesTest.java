package io.equipoise.balancer.discovery;

import static io.equipoise.balancer.discovery.Door.LEASE;
import static io.equipoise.balancer.discovery.Door.registration;
import static io.equipoise.balancer.discovery.Door.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.pool.PoolEvent;
import io.equipoise.cluster.registry.BackendState;
import io.equipoise.cluster.registry.Registration;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Until when a backend is a member, and that nothing brings it back that was said before it left. */
class LeasesTest {
    private final Door door = Door.open();

    @Test
    void K16_a_lease_that_is_not_renewed_ends_and_no_late_word_of_that_time_brings_the_backend_back() {
        Registration last = registration(1).with(BackendState.READY, 9);
        door.announce(last);

        door.pass(Duration.ofMillis(LEASE - 500));
        assertThat(door.ids()).containsExactly("b1");
        door.pass(Duration.ofSeconds(1));
        assertThat(door.ids()).isEmpty();
        assertThat(door.events)
                .last()
                .isInstanceOfSatisfying(
                        PoolEvent.Left.class, left -> assertThat(left.why()).isEqualTo("lease ran out"));

        door.announce(last);
        door.announce(registration(1).with(BackendState.READY, 8));
        door.entry(last);
        assertThat(door.ids()).isEmpty();

        door.announce(registration(1).with(BackendState.READY, 10));
        assertThat(door.ids()).containsExactly("b1");
    }

    @Test
    void K16_after_its_leave_nothing_of_that_start_comes_back_but_a_later_start_does() {
        door.announce(registration(1));
        door.depart("b1", 1, 2);

        door.announce(registration(1).with(BackendState.READY, 3));
        door.entry(registration(1));
        door.pass(Duration.ofSeconds(50));
        door.announce(registration(1).with(BackendState.READY, 4));
        assertThat(door.ids()).isEmpty();
        assertThat(door.refusals.count(Refusal.DEPARTED))
                .as("the map's entry is no offence")
                .isEqualTo(2);

        door.announce(started(registration(1), 2));
        assertThat(door.ids()).containsExactly("b1");
    }

    @Test
    void K16_the_leave_of_an_earlier_start_or_an_old_one_of_this_is_refused() {
        door.announce(started(registration(1), 5).with(BackendState.READY, 7));

        door.depart("b1", 4, 99);
        door.depart("b1", 5, 7);

        assertThat(door.ids()).containsExactly("b1");
        assertThat(door.refusals.count(Refusal.SUPERSEDED)).isOne();
        assertThat(door.refusals.count(Refusal.REPLAYED)).isOne();
    }

    @Test
    void K16_the_leave_may_come_before_the_announcement_that_it_ends() {
        door.depart("b1", 1, 9);

        door.announce(registration(1).with(BackendState.READY, 8));

        assertThat(door.ids()).isEmpty();
    }

    @Test
    void K25_leases_do_not_care_what_any_wall_clock_says() {
        for (long startedAt : new long[] {0, 1_700_000_000_000L, Long.MAX_VALUE}) {
            Door fresh = Door.open();
            fresh.announce(new Registration(
                    "b1", 1, "web", "10.0.0.1", 9_000, 1, "", BackendState.READY, LEASE, startedAt, 1, Map.of()));

            fresh.pass(Duration.ofMillis(LEASE - 1_000));
            assertThat(fresh.ids()).containsExactly("b1");
            fresh.pass(Duration.ofMillis(1_500));
            assertThat(fresh.ids()).isEmpty();
        }
    }

    @Test
    void a_lease_that_has_run_out_is_prolonged_for_whom_something_speaks() {
        door.announce(registration(1));
        door.time.advance(Duration.ofMillis(LEASE));

        door.announcements.endLeases(id -> false);
        door.time.advance(Duration.ofMillis(LEASE / 3 - 1));
        door.announcements.endLeases(id -> true);
        door.settle();
        assertThat(door.ids()).containsExactly("b1");

        door.time.advanceMillis(1);
        door.announcements.endLeases(id -> true);
        door.settle();
        assertThat(door.ids()).isEmpty();
    }
}
