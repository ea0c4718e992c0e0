package io.equipoise.balancer.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.equipoise.balancer.health.Ward.Answer;
import io.equipoise.balancer.health.Ward.Flip;
import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.Backends;
import io.equipoise.balancer.pool.HealthState.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of the catalogue of faults that probes answer, whatever moment the fault comes at. */
class BackendFaultsTest {
    @Test
    void B2_a_killed_backend_is_down_within_a_second() {
        assertThat(slowestToFall(Ward::kill)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void B3_a_frozen_backend_is_down_within_two_seconds() {
        assertThat(slowestToFall(Ward::freeze)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void B4_a_backend_that_thaws_is_back_after_good_probes_of_both_kinds() {
        Ward ward = Ward.of(3);
        ward.freeze(0);
        ward.until(0, Status.DOWN);
        ward.time.advance(Duration.ofSeconds(20));
        ward.sent.clear();

        ward.cure(0);
        assertThat(ward.until(0, Status.UP)).isLessThan(Duration.ofMillis(2_200));

        assertThat(ward.sent(true, 0)).hasSize(2);
    }

    @Test
    void B9_a_backend_that_answers_late_but_in_time_stays_up() {
        Ward ward = Ward.of(3);
        ward.ping(0, Answer.LATE);
        ward.port(0, Answer.LATE);

        ward.time.advance(Duration.ofMinutes(10));

        assertThat(ward.flips).isEmpty();
    }

    @Test
    void B21_probes_that_are_lost_now_and_then_take_nobody_down() {
        Ward ward = Ward.of(3);
        for (int i = 0; i < 60; i++) {
            ward.ping(i % 3, Answer.NONE);
            ward.time.advanceMillis(350);
            ward.cure(i % 3);
            ward.time.advanceMillis(650);
        }

        assertThat(ward.flips).isEmpty();
    }

    @Test
    void C25_a_probe_that_this_machine_could_not_make_says_nothing_of_the_backend() {
        Ward ward = Ward.of(3);
        for (int i = 0; i < 3; i++) {
            ward.port(i, Answer.MOOT);
        }

        ward.time.advance(Duration.ofMinutes(1));

        assertThat(ward.flips).isEmpty();
    }

    @Test
    void B15_a_backend_that_flaps_every_two_seconds_returns_later_each_time() {
        Ward ward = Ward.of(3);
        List<Duration> lifts = new ArrayList<>();
        for (int second = 0; second < 300; second += 4) {
            ward.kill(0);
            ward.time.advance(Duration.ofSeconds(2));
            ward.cure(0);
            lifts.add(ward.time.elapsed());
            ward.health.onHeardOf(Ward.id(0));
            ward.time.advance(Duration.ofSeconds(2));
        }

        List<Duration> returns = ward.flips.stream()
                .filter(flip -> flip.to() == Status.UP)
                .map(Flip::at)
                .toList();
        assertThat(returns.get(0).minus(lifts.get(0))).as("the first return").isLessThan(Duration.ofMillis(200));
        assertThat(returns).as("of 75 possible").hasSizeBetween(6, 12);
        List<Duration> gaps = Ward.gaps(returns);
        assertThat(gaps).isSorted();
        assertThat(gaps.get(gaps.size() - 1)).isGreaterThanOrEqualTo(Duration.ofSeconds(60));
        assertThat(ward.flips)
                .as("nobody else oscillates")
                .allSatisfy(flip -> assertThat(flip.id()).isEqualTo(Ward.id(0)));
    }

    @Test
    void B15_a_backend_that_stayed_up_for_a_minute_has_a_clean_slate() {
        Ward ward = Ward.of(3);
        for (int i = 0; i < 6; i++) {
            ward.kill(0);
            ward.until(0, Status.DOWN);
            ward.cure(0);
            ward.until(0, Status.UP);
        }
        assertThat(held(ward)).isGreaterThan(Duration.ofSeconds(10));

        ward.time.advance(Duration.ofSeconds(61));

        assertThat(held(ward)).isLessThan(Duration.ofMillis(2_500));
    }

    @Test
    void B15_a_process_that_dies_at_each_start_flaps_too() {
        Ward ward = Ward.of(3);
        Backend dying = Backends.backend(7);
        List<Duration> waits = new ArrayList<>();
        for (int start = 1; start <= 6; start++) {
            ward.cure(7);
            ward.join(Backends.started(dying, start));
            ward.settle();
            waits.add(ward.until(7, Status.UP));
            ward.kill(7);
            ward.until(7, Status.DOWN);
        }

        assertThat(waits.get(0)).isLessThan(Duration.ofMillis(100));
        assertThat(waits.get(1)).isLessThan(Duration.ofMillis(100));
        assertThat(waits.get(5)).isGreaterThan(Duration.ofSeconds(7));
    }

    @Test
    void B20_of_backends_that_all_died_the_first_to_return_serves_within_a_second_though_it_says_nothing() {
        for (int i = 0; i < 100; i++) {
            Ward ward = new Ward();
            ward.join(3);
            for (int backend = 0; backend < 3; backend++) {
                ward.time.advanceMillis(7L * i);
                ward.kill(backend);
            }
            ward.time.advanceMillis(1_000 + 7 * i);
            assertThat(ward.flips).hasSize(3);

            ward.cure(i % 3);
            assertThat(ward.until(i % 3, Status.UP)).isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void B20_the_only_backend_is_never_held_back() {
        Ward ward = Ward.of(1);
        for (int i = 0; i < 10; i++) {
            ward.kill(0);
            ward.until(0, Status.DOWN);
            ward.cure(0);

            assertThat(ward.until(0, Status.UP)).isLessThan(Duration.ofMillis(1_200));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_static_backend_has_the_tcp_probe_only(boolean up) {
        Ward ward = new Ward();
        ward.ping(0, Answer.NONE);
        ward.port(0, up ? Answer.GOOD : Answer.BAD);
        ward.join(Backends.configured(Backends.backend(0)));
        ward.time.advance(Duration.ofSeconds(5));

        assertThat(ward.node(0).health()).isEqualTo(up ? Status.UP : Status.DOWN);
        assertThat(ward.sent(true, 0)).isEmpty();
    }

    @Test
    void a_verdict_says_which_probe_failed() {
        Ward ward = Ward.of(4);
        ward.port(0, Answer.BAD);
        ward.freeze(1);
        ward.until(0, Status.DOWN);
        ward.until(1, Status.DOWN);

        assertThat(ward.flips)
                .extracting(Flip::id, Flip::why)
                .containsExactly(tuple(Ward.id(0), "refused"), tuple(Ward.id(1), "no answer within 400 ms"));
    }

    /** What befalls one of three backends. */
    private interface Fault {
        void befall(Ward ward, int backend);
    }

    /** At a hundred different moments between probes. */
    private static Duration slowestToFall(Fault fault) {
        Duration slowest = Duration.ZERO;
        for (int i = 0; i < 100; i++) {
            Ward ward = Ward.of(3);
            ward.time.advanceMillis(1_000 + 11 * i);
            fault.befall(ward, 0);
            Duration time = ward.until(0, Status.DOWN);
            slowest = time.compareTo(slowest) > 0 ? time : slowest;
            assertThat(ward.isEligible(1) && ward.isEligible(2)).isTrue();
            assertThat(ward.isEligible(0)).isFalse();
        }
        return slowest;
    }

    /** How long one more fall keeps it away. */
    private static Duration held(Ward ward) {
        ward.kill(0);
        ward.until(0, Status.DOWN);
        ward.cure(0);
        return ward.until(0, Status.UP);
    }
}
