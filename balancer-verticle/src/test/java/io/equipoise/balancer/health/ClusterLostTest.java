package io.equipoise.balancer.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.control.Logged;
import io.equipoise.balancer.health.Ward.Answer;
import io.equipoise.balancer.health.Ward.Flip;
import io.equipoise.balancer.pool.Backends;
import io.equipoise.balancer.pool.HealthState.Status;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** K5: a balancer that is cut off from the bus of all its backends keeps them, as long as their ports accept. */
class ClusterLostTest {
    private static final int BACKENDS = 5;

    @ParameterizedTest(name = "fall {0}")
    @ValueSource(ints = {1, 2, 3})
    void K5_when_nobody_answers_pings_any_more_nobody_goes_down_and_their_return_costs_no_flip_either(int fall) {
        Ward ward = cutOff(fall);

        ward.time.advance(Duration.ofMinutes(5));
        assertThat(ward.health.isClusterLost()).isTrue();
        assertThat(ward.flips).isEmpty();
        assertThat(ward.view().eligible()).hasSize(BACKENDS);

        for (int i = 0; i < BACKENDS; i++) {
            ward.cure(i);
        }
        ward.time.advance(Duration.ofSeconds(10));

        assertThat(ward.health.isClusterLost()).isFalse();
        assertThat(ward.flips).isEmpty();
        assertThat(ward.timesLost).isOne();
        assertThat(ward.timesBack).isOne();
    }

    @Test
    void K5_it_is_noticed_within_two_seconds_and_said_once_and_so_is_its_end() {
        try (Logged log = Logged.by(ClusterWatch.class)) {
            Ward ward = cutOff(2);
            ward.time.advance(Duration.ofSeconds(2));
            assertThat(ward.health.isClusterLost()).isTrue();
            ward.time.advance(Duration.ofMinutes(5));
            assertThat(log.lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("WARN lost the cluster", "backends=" + BACKENDS));

            ward.ping(3, Answer.GOOD);
            ward.time.advance(Duration.ofSeconds(1));
            assertThat(log.lines()).hasSize(2).last().asString().contains("INFO reached the cluster again");
        }
    }

    @Test
    void K5_meanwhile_a_port_that_refuses_is_a_backend_that_is_down_and_up_again_when_it_accepts() {
        Ward ward = cutOff(2);
        ward.time.advance(Duration.ofSeconds(10));

        ward.port(0, Answer.BAD);
        assertThat(ward.until(0, Status.DOWN)).isLessThan(Duration.ofSeconds(1));
        assertThat(ward.view().eligible()).hasSize(BACKENDS - 1);
        ward.port(0, Answer.GOOD);
        assertThat(ward.until(0, Status.UP)).isLessThan(Duration.ofMillis(2_200));

        assertThat(ward.health.isClusterLost()).isTrue();
    }

    @Test
    void K5_meanwhile_no_lease_ends_and_pings_go_on_without_haste() {
        Ward ward = cutOff(2);
        ward.time.advance(Duration.ofSeconds(10));
        ward.sent.clear();

        ward.time.advance(Duration.ofMinutes(1));

        for (int i = 0; i < BACKENDS; i++) {
            assertThat(ward.health.mayGo(Ward.id(i))).isFalse();
            assertThat(ward.sent(true, i)).hasSizeBetween(60, 80);
        }
    }

    @Test
    void K5_the_end_finds_out_who_is_frozen_indeed() {
        Ward ward = cutOff(2);
        ward.time.advance(Duration.ofMinutes(1));

        for (int i = 1; i < BACKENDS; i++) {
            ward.cure(i);
        }

        assertThat(ward.until(0, Status.DOWN)).isBetween(ClusterWatch.RETURN, ClusterWatch.RETURN.plusSeconds(3));
        assertThat(ward.flips).extracting(Flip::id).containsExactly(Ward.id(0));
        assertThat(ward.timesLost).isOne();
        assertThat(ward.timesBack).isOne();
    }

    @ParameterizedTest(name = "fall {0}")
    @ValueSource(ints = {1, 2, 3})
    void K5_they_come_back_one_after_the_other_and_nobody_goes_down_meanwhile(int fall) {
        Ward ward = cutOff(fall);
        ward.time.advance(Duration.ofMinutes(1));

        for (int i = 0; i < BACKENDS; i++) {
            ward.cure(i);
            ward.time.advance(Duration.ofSeconds(3));
            assertThat(ward.health.isClusterLost()).isFalse();
            assertThat(ward.health.mayGo(Ward.id(BACKENDS - 1))).isFalse();
        }

        assertThat(ward.flips).isEmpty();
        assertThat(ward.timesLost).isOne();
        assertThat(ward.timesBack).isOne();
    }

    @Test
    void K5_one_that_has_come_back_is_judged_as_ever_while_others_are_waited_for() {
        Ward ward = comingBack(0, 1);

        ward.freeze(0);

        assertThat(ward.until(0, Status.DOWN)).isLessThan(Duration.ofSeconds(2));
        assertThat(ward.flips).extracting(Flip::id).containsExactly(Ward.id(0));
    }

    @Test
    void K5_one_that_is_waited_for_and_refuses_is_down_at_once() {
        Ward ward = comingBack(0);

        ward.kill(1);

        assertThat(ward.until(1, Status.DOWN)).isLessThan(Duration.ofSeconds(1));
        assertThat(ward.flips).extracting(Flip::id).containsExactly(Ward.id(1));
    }

    @Test
    void K5_the_cluster_is_lost_again_when_those_who_had_come_back_fall_silent() {
        Ward ward = comingBack(0);

        ward.freeze(0);
        ward.time.advance(Duration.ofMinutes(1));

        assertThat(ward.health.isClusterLost()).isTrue();
        assertThat(ward.flips).isEmpty();
        assertThat(ward.timesLost).isEqualTo(2);
    }

    @ParameterizedTest(name = "{0} of five")
    @ValueSource(ints = {1, 2, 3, 4})
    void K1_some_that_are_silent_while_another_answers_are_down(int silent) {
        Ward ward = Ward.of(BACKENDS);
        ward.time.advance(Duration.ofSeconds(3));
        for (int i = 0; i < silent; i++) {
            ward.freeze(i);
        }
        ward.time.advance(Duration.ofSeconds(2));

        for (int i = 0; i < BACKENDS; i++) {
            assertThat(ward.node(i).health()).isEqualTo(i < silent ? Status.DOWN : Status.UP);
        }
        assertThat(ward.timesLost).isZero();
        assertThat(ward.timesBack).isZero();
    }

    @Test
    void K1_all_that_are_killed_are_down_however_silent_all_the_others_are() {
        Ward ward = Ward.of(BACKENDS);
        for (int i = 0; i < BACKENDS; i++) {
            ward.kill(i);
        }
        ward.time.advance(Duration.ofSeconds(2));

        assertThat(ward.flips).hasSize(BACKENDS);
        assertThat(ward.health.isClusterLost()).isFalse();
    }

    @Test
    void one_that_is_alone_has_no_witness_and_is_down_when_it_is_silent() {
        Ward ward = Ward.of(1);
        ward.freeze(0);

        assertThat(ward.until(0, Status.DOWN)).isLessThan(Duration.ofSeconds(2));
        assertThat(ward.view().panic()).isTrue();
        assertThat(ward.isEligible(0)).as("in panic it is better than nobody").isTrue();
    }

    @Test
    void K5_a_backend_that_leaves_meanwhile_is_not_waited_for() {
        Ward ward = cutOff(2);
        ward.time.advance(Duration.ofSeconds(10));
        for (int i = 0; i < BACKENDS; i++) {
            ward.leave(Backends.backend(i));
        }

        assertThat(ward.health.isClusterLost()).isFalse();
        assertThat(ward.time.pending()).isZero();
    }

    @Test
    void a_lease_that_ran_out_ends_for_whom_nothing_speaks_and_not_for_others() {
        Ward ward = Ward.of(BACKENDS);
        ward.kill(0);
        ward.freeze(1);
        ward.time.advance(Duration.ofSeconds(5));

        assertThat(ward.health.mayGo(Ward.id(0))).as("killed").isTrue();
        assertThat(ward.health.mayGo(Ward.id(1))).as("frozen").isTrue();
        assertThat(ward.health.mayGo(Ward.id(2))).as("it answers pings").isFalse();
        assertThat(ward.health.mayGo("stranger")).as("nobody watches it").isTrue();
    }

    /** Cut off for a minute; since three seconds those answer again, and the others are waited for. */
    private static Ward comingBack(int... first) {
        Ward ward = cutOff(2);
        ward.time.advance(Duration.ofMinutes(1));
        for (int each : first) {
            ward.cure(each);
        }
        ward.time.advance(Duration.ofSeconds(3));
        return ward;
    }

    private static Ward cutOff(int fall) {
        Ward ward = new Ward(new HealthRules(
                Ward.RULES.interval(),
                Ward.RULES.timeout(),
                Ward.RULES.downInterval(),
                2,
                fall,
                Ward.RULES.sessionGrace(),
                Optional.empty(),
                Optional.empty()));
        ward.join(BACKENDS);
        ward.time.advance(Duration.ofSeconds(3));
        for (int i = 0; i < BACKENDS; i++) {
            ward.freeze(i);
        }
        return ward;
    }
}
