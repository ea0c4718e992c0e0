package io.equipoise.backend;

import static io.equipoise.backend.FakeLink.registration;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.cluster.registry.BackendState;
import io.equipoise.cluster.registry.Registration;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RegistrarTest {
    private static final Duration LEASE = Duration.ofSeconds(6);

    private final ManualTimers timers = new ManualTimers();
    private final FakeLink link = new FakeLink();
    private int superseded;
    private final Registrar registrar =
            new Registrar(link, timers, new Random(7), registration("b", 40), () -> superseded++);

    @Test
    void a_start_is_announced_and_written_at_once() {
        registrar.announce();
        assertThat(link.announced).hasSize(1);
        assertThat(link.map.get("b")).isEqualTo(link.announced.get(0));
    }

    @Test
    void every_third_of_the_lease_it_is_announced_again_with_ten_percent_of_jitter() {
        registrar.announce();
        List<Long> times = new ArrayList<>();
        for (int seen = 1; seen <= 300; ) {
            timers.advance(Duration.ofMillis(1));
            if (link.announced.size() > seen) {
                seen = link.announced.size();
                times.add(timers.getAsLong());
            }
        }
        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < times.size(); i++) {
            gaps.add((times.get(i) - times.get(i - 1)) / 1_000_000);
        }
        assertThat(gaps).allSatisfy(gap -> assertThat(gap).isBetween(1_799L, 2_201L));
        assertThat(gaps).anySatisfy(gap -> assertThat(gap).isLessThan(1_850));
        assertThat(gaps).anySatisfy(gap -> assertThat(gap).isGreaterThan(2_150));
        assertThat(link.puts).isEqualTo(link.announced.size());
    }

    @Test
    void sequence_numbers_grow_and_the_identity_stays() {
        registrar.announce();
        timers.advance(LEASE.multipliedBy(10));
        assertThat(link.announced).hasSizeGreaterThan(20).allMatch(each -> each.sameIdentity(registration("b", 40)));
        assertThat(link.announced).extracting(Registration::sequence).doesNotHaveDuplicates();
        assertThat(link.announced).extracting(Registration::sequence).isSorted();
    }

    @Test
    void a_change_is_announced_at_once_and_holds_from_then_on() {
        registrar.announce();
        registrar.announce(BackendState.DRAINING);
        assertThat(link.announced)
                .extracting(Registration::state)
                .containsExactly(BackendState.READY, BackendState.DRAINING);
        timers.advance(Duration.ofMillis(2_201));
        assertThat(link.announced).hasSize(3).last().matches(last -> last.state() == BackendState.DRAINING);
        assertThat(link.map.get("b").state()).isEqualTo(BackendState.DRAINING);
    }

    @Test
    void roll_calls_at_one_time_are_answered_once_and_soon_but_not_all_in_one_instant() {
        registrar.announce();
        registrar.onRollCall();
        registrar.onRollCall();
        assertThat(link.announced).hasSize(1);
        timers.advance(Registrar.ROLL_CALL_SPREAD);
        assertThat(link.announced).hasSize(2);
        registrar.onRollCall();
        timers.advance(Registrar.ROLL_CALL_SPREAD);
        assertThat(link.announced).hasSize(3);
    }

    @Test
    void a_roll_call_before_the_first_announcement_is_not_answered() {
        registrar.onRollCall();
        timers.advance(LEASE);
        assertThat(link.announced).isEmpty();
        assertThat(timers.pending()).isZero();
    }

    @Test
    void K12_one_that_sees_a_later_start_of_itself_says_no_more() {
        registrar.announce();
        link.map.put("b", registration("b", 41));
        timers.advance(Duration.ofMillis(2_201));
        int heard = link.announced.size();
        assertThat(superseded).isEqualTo(1);
        timers.advance(LEASE.multipliedBy(3));
        registrar.onRollCall();
        registrar.announce(BackendState.DRAINING);
        timers.advance(LEASE);
        assertThat(link.announced).hasSize(heard);
        assertThat(link.map.get("b")).isEqualTo(registration("b", 41));
        assertThat(superseded).isEqualTo(1);
        assertThat(registrar.leave().succeeded()).isTrue();
        assertThat(link.departed).isEmpty();
        assertThat(link.map).containsKey("b");
    }

    @Test
    void an_earlier_start_in_the_map_is_overwritten() {
        link.map.put("b", registration("b", 39));
        registrar.announce();
        assertThat(link.map.get("b").incarnation()).isEqualTo(40);
        assertThat(superseded).isZero();
    }

    @Test
    void a_map_that_fails_stops_no_announcement_and_is_written_when_it_is_back() {
        link.condition = FakeLink.Condition.FAILING;
        registrar.announce();
        timers.advance(Duration.ofSeconds(20));
        assertThat(link.announced).hasSizeBetween(9, 12);
        assertThat(link.map).isEmpty();
        link.condition = FakeLink.Condition.WELL;
        timers.advance(Duration.ofMillis(2_201));
        assertThat(link.map).containsKey("b");
    }

    @Test
    void a_write_that_failed_is_tried_again_before_the_next_announcement() {
        link.condition = FakeLink.Condition.FAILING;
        registrar.announce();
        link.condition = FakeLink.Condition.WELL;
        timers.advance(Duration.ofMillis(221));
        assertThat(link.announced).hasSize(1);
        assertThat(link.map).containsKey("b");
    }

    @Test
    void a_map_that_hangs_stops_no_announcement_and_is_asked_once_at_a_time() {
        link.condition = FakeLink.Condition.HANGING;
        registrar.announce();
        timers.advance(Duration.ofSeconds(20));
        assertThat(link.announced).hasSizeBetween(9, 12);
        assertThat(link.hanging).hasSize(1);
        link.condition = FakeLink.Condition.WELL;
        link.hanging.get(0).complete();
        assertThat(link.map.get("b")).isEqualTo(registrar.registration());
    }

    @Test
    void one_that_leaves_says_so_is_removed_and_never_comes_back() {
        registrar.announce();
        registrar.onRollCall();
        Future<Void> left = registrar.leave();
        assertThat(left.succeeded()).isTrue();
        assertThat(link.departed).singleElement().satisfies(departure -> {
            assertThat(departure.incarnation()).isEqualTo(40);
            assertThat(departure.sequence()).isGreaterThan(link.announced.get(0).sequence());
        });
        assertThat(link.map).isEmpty();
        assertThat(timers.pending()).isZero();
        timers.advance(LEASE.multipliedBy(2));
        assertThat(link.announced).hasSize(1);
        assertThat(link.map).isEmpty();
    }

    @Test
    void K16_a_renewal_under_way_cannot_outlast_the_removal() {
        link.condition = FakeLink.Condition.HANGING;
        registrar.announce();
        Promise<Void> renewal = link.hanging.get(0);
        link.condition = FakeLink.Condition.WELL;
        Future<Void> left = registrar.leave();
        assertThat(left.isComplete()).isFalse();
        renewal.complete();
        assertThat(left.succeeded()).isTrue();
        assertThat(link.map).isEmpty();
    }

    @Test
    void leaving_a_cluster_that_hangs_ends_after_some_seconds() {
        registrar.announce();
        link.condition = FakeLink.Condition.HANGING;
        Future<Void> left = registrar.leave();
        timers.advance(Duration.ofMillis(4_999));
        assertThat(left.isComplete()).isFalse();
        timers.advance(Duration.ofMillis(1));
        assertThat(left.succeeded()).isTrue();
        assertThat(link.departed).hasSize(1);
    }

    @Test
    void leaving_a_cluster_that_fails_does_not_fail() {
        registrar.announce();
        link.condition = FakeLink.Condition.FAILING;
        assertThat(registrar.leave().succeeded()).isTrue();
    }
}
