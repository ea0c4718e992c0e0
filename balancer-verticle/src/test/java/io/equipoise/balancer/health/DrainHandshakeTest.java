package io.equipoise.balancer.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.health.Ward.Answer;
import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.Backends;
import io.equipoise.balancer.pool.HealthState.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A backend that drains waits until every balancer's ping says that it acts upon that. */
class DrainHandshakeTest {
    private final Ward ward = Ward.of(3);

    @Test
    void B14_a_backend_that_announces_that_it_drains_is_pinged_at_once_with_what_the_snapshot_has() {
        ward.time.advanceMillis(150);
        ward.sent.clear();

        ward.join(Backends.in(Backends.backend(0), Backend.Mode.DRAINING));
        ward.time.advanceMillis(10);

        assertThat(ward.sent)
                .filteredOn(sent -> sent.id().equals(Ward.id(0)))
                .first()
                .satisfies(sent -> {
                    assertThat(sent.ping()).isTrue();
                    assertThat(sent.seen()).isEqualTo(Backend.Mode.DRAINING);
                });
        assertThat(ward.isEligible(0)).isFalse();
        assertThat(ward.node(0).healthy()).as("draining is not sickness").isTrue();
    }

    @Test
    void B14_a_backend_that_tells_it_when_it_is_pinged_is_believed_and_pinged_again_at_once() {
        ward.tell(0, Backend.Mode.DRAINING);
        List<Ward.Sent> before = List.copyOf(ward.sent);

        while (ward.isEligible(0)) {
            ward.time.advanceMillis(1);
        }
        assertThat(ward.time.elapsed()).isLessThan(Duration.ofMillis(100 + 550 + 10));
        ward.time.advanceMillis(5);

        List<Backend.Mode> seen = ward.sent.subList(before.size(), ward.sent.size()).stream()
                .filter(sent -> sent.ping() && sent.id().equals(Ward.id(0)))
                .map(Ward.Sent::seen)
                .toList();
        assertThat(seen).containsExactly(Backend.Mode.READY, Backend.Mode.DRAINING);
    }

    @Test
    void B14_a_backend_in_ordered_maintenance_that_drains_is_told_at_once_that_this_was_seen() {
        ward.order(0, Backend.Mode.MAINTENANCE);
        ward.time.advance(Duration.ofSeconds(2));
        assertThat(ward.sent).filteredOn(Ward.Sent::ping).allMatch(sent -> sent.seen() == Backend.Mode.READY);
        ward.sent.clear();

        ward.join(Backends.in(Backends.backend(0), Backend.Mode.DRAINING));
        ward.time.advanceMillis(10);

        assertThat(ward.sent)
                .filteredOn(sent -> sent.ping() && sent.id().equals(Ward.id(0)))
                .first()
                .satisfies(sent -> assertThat(sent.seen()).isEqualTo(Backend.Mode.DRAINING));
        assertThat(ward.node(0).backend().mode()).isEqualTo(Backend.Mode.MAINTENANCE);
    }

    @Test
    void a_backend_that_tells_that_it_is_ready_stays_in_ordered_maintenance() {
        ward.order(0, Backend.Mode.MAINTENANCE);
        ward.tell(0, Backend.Mode.READY);
        ward.time.advance(Duration.ofSeconds(5));

        assertThat(ward.node(0).backend().mode()).isEqualTo(Backend.Mode.MAINTENANCE);
        assertThat(ward.node(0).healthy()).isTrue();
        assertThat(ward.isEligible(0)).isFalse();
    }

    @Test
    void a_ping_under_way_is_dropped_so_that_its_answer_does_not_undo_the_drain() {
        ward.ping(0, Answer.LATE);
        ward.tell(0, Backend.Mode.READY);
        while (ward.sent(true, 0).size() == 0) {
            ward.time.advanceMillis(1);
        }
        ward.tell(0, Backend.Mode.DRAINING);
        ward.join(Backends.in(Backends.backend(0), Backend.Mode.DRAINING));

        ward.time.advanceMillis(299);
        assertThat(ward.node(0).backend().mode()).isEqualTo(Backend.Mode.DRAINING);
        ward.time.advance(Duration.ofSeconds(5));
        assertThat(ward.node(0).backend().mode()).isEqualTo(Backend.Mode.DRAINING);
    }

    @Test
    void one_that_drains_may_close_its_port_and_is_still_alive() {
        ward.join(Backends.in(Backends.backend(0), Backend.Mode.DRAINING));
        ward.settle();
        ward.port(0, Answer.BAD);

        ward.time.advance(Duration.ofMinutes(1));

        assertThat(ward.node(0).health()).isEqualTo(Status.UP);
        assertThat(ward.cut).isEmpty();
    }

    @Test
    void one_that_comes_back_from_maintenance_with_a_closed_port_is_down() {
        ward.tell(0, Backend.Mode.MAINTENANCE);
        ward.port(0, Answer.BAD);
        ward.join(Backends.in(Backends.backend(0), Backend.Mode.MAINTENANCE));
        ward.time.advance(Duration.ofSeconds(5));
        assertThat(ward.node(0).healthy()).isTrue();

        ward.tell(0, Backend.Mode.READY);
        ward.time.advance(Duration.ofSeconds(3));

        assertThat(ward.node(0).health()).isEqualTo(Status.DOWN);
        assertThat(ward.isEligible(0)).isFalse();
    }

    @Test
    void what_a_ping_tells_leaves_a_new_weight_as_it_is() {
        ward.tell(0, Backend.Mode.DRAINING);
        while (ward.sent(true, 0).isEmpty()) {
            ward.time.advanceMillis(1);
        }
        ward.join(Backends.weighing(Backends.backend(0), 7));
        ward.settle();

        assertThat(ward.node(0).backend().mode()).isEqualTo(Backend.Mode.DRAINING);
        assertThat(ward.node(0).weight()).isEqualTo(7);
    }

    @Test
    void K17_an_answer_that_comes_after_the_backend_has_left_does_nothing() {
        ward.ping(0, Answer.LATE);
        ward.time.advanceMillis(500);
        ward.tell(0, Backend.Mode.DRAINING);
        ward.leave(Backends.backend(0));
        ward.leave(Backends.backend(1));
        ward.leave(Backends.backend(2));
        ward.flips.clear();

        ward.time.advance(Duration.ofMinutes(1));

        assertThat(ward.pool.snapshot().nodes()).isEmpty();
        assertThat(ward.flips).isEmpty();
        assertThat(ward.time.pending()).isZero();
    }

    @Test
    void K17_an_answer_that_comes_after_its_timeout_does_nothing() {
        ward.freeze(0);
        ward.until(0, Status.DOWN);
        ward.ping(0, Answer.TOO_LATE);
        ward.time.advance(Duration.ofMinutes(1));

        assertThat(ward.node(0).health()).isEqualTo(Status.DOWN);
    }
}
