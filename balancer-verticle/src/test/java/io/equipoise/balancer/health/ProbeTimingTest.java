package io.equipoise.balancer.health;

import static io.equipoise.balancer.health.Ward.gaps;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.health.Ward.Answer;
import io.equipoise.balancer.pool.Backends;
import io.equipoise.balancer.pool.HealthState.Status;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProbeTimingTest {
    /** What a probe takes that is answered at once, and what timers are rounded by. */
    private static final Duration SLACK = Duration.ofMillis(3);

    private final Ward ward = new Ward();

    @Test
    void a_new_backend_is_probed_at_once_and_serves_after_its_first_good_probes() {
        ward.join(Backends.backend(0));
        ward.time.advanceMillis(20);

        assertThat(ward.isEligible(0)).isTrue();
        assertThat(ward.sent(true, 0)).hasSize(1);
        assertThat(ward.sent(false, 0)).hasSize(1);
    }

    @Test
    void a_new_backend_does_not_serve_when_only_one_of_its_two_probes_is_good() {
        ward.ping(0, Answer.BAD);
        ward.port(1, Answer.BAD);
        ward.join(2);
        ward.time.advance(Duration.ofSeconds(30));

        assertThat(ward.node(0).health()).isEqualTo(Status.DOWN);
        assertThat(ward.node(1).health()).isEqualTo(Status.DOWN);
    }

    @Test
    void one_that_is_up_is_probed_every_half_second_give_or_take_ten_percent() {
        ward.join(1);
        ward.time.advance(Duration.ofMinutes(2));

        for (boolean ping : new boolean[] {true, false}) {
            List<Duration> gaps = gaps(ward.sent(ping, 0));
            assertThat(gaps)
                    .hasSizeGreaterThan(210)
                    .allSatisfy(gap -> assertThat(gap)
                            .isBetween(
                                    Duration.ofMillis(450),
                                    Duration.ofMillis(550).plus(SLACK)));
            assertThat(new HashSet<>(gaps)).as("jitter").hasSizeGreaterThan(50);
        }
        assertThat(ward.sent(true, 0)).as("two schedules of their own").isNotEqualTo(ward.sent(false, 0));
    }

    @Test
    void in_transition_the_next_probe_follows_at_once() {
        ward.join(2);
        ward.freeze(0);
        ward.until(0, Status.DOWN);

        List<Duration> pings = ward.sent(true, 0);
        Duration last = gaps(pings).get(pings.size() - 2);

        assertThat(last)
                .as("a timeout and nothing else")
                .isLessThanOrEqualTo(Ward.RULES.timeout().plus(SLACK));
    }

    @Test
    void one_that_is_down_is_probed_every_two_seconds_while_others_serve() {
        ward.join(3);
        ward.kill(0);
        ward.until(0, Status.DOWN);
        ward.time.advance(Duration.ofSeconds(3));
        ward.sent.clear();
        ward.time.advance(Duration.ofMinutes(2));

        assertThat(gaps(ward.sent(false, 0)))
                .hasSizeGreaterThan(50)
                .allSatisfy(gap -> assertThat(gap)
                        .isBetween(
                                Duration.ofMillis(1_800),
                                Duration.ofMillis(2_000).plus(SLACK)));
    }

    @Test
    void B20_when_too_few_serve_those_that_are_down_are_probed_as_often_as_the_others() {
        ward.join(2);
        ward.kill(0);
        ward.kill(1);
        ward.until(0, Status.DOWN);
        ward.until(1, Status.DOWN);
        ward.time.advance(Duration.ofSeconds(3));
        ward.sent.clear();
        ward.time.advance(Duration.ofMinutes(1));

        assertThat(gaps(ward.sent(false, 0)))
                .allSatisfy(gap -> assertThat(gap)
                        .isBetween(
                                Duration.ofMillis(450), Duration.ofMillis(550).plus(SLACK)));

        ward.cure(0);
        assertThat(ward.until(0, Status.UP)).isLessThan(Duration.ofMillis(1_100));
    }

    @Test
    void one_that_the_data_path_cannot_connect_to_is_probed_at_once_but_not_in_a_circle() {
        ward.join(2);
        ward.time.advanceMillis(100);
        ward.sent.clear();

        for (int i = 0; i < 100; i++) {
            ward.health.probeNow(ward.node(0));
            ward.time.advanceMillis(1);
        }

        assertThat(ward.sent(false, 0)).hasSizeBetween(2, 3);
        assertThat(ward.sent(false, 1)).isEmpty();
    }

    @Test
    void one_that_is_down_and_announces_itself_is_probed_at_once() {
        ward.join(3);
        ward.kill(0);
        ward.until(0, Status.DOWN);
        ward.time.advanceMillis(500);

        ward.cure(0);
        ward.health.onHeardOf(Ward.id(0));

        assertThat(ward.until(0, Status.UP)).isLessThan(Duration.ofMillis(200));
    }

    @Test
    void K14_one_balancer_sends_no_more_than_a_thousand_probes_a_second_and_passes_nobody_over() {
        int backends = 2_000;
        ward.join(backends);
        ward.time.advance(Duration.ofSeconds(10));
        ward.sent.clear();
        Duration start = ward.time.elapsed();

        ward.time.advance(Duration.ofSeconds(20));

        int[] perSecond = new int[20];
        Set<String> asked = new HashSet<>();
        for (Ward.Sent sent : ward.sent) {
            perSecond[(int) Math.min(19, sent.at().minus(start).toSeconds())]++;
            asked.add(sent.id() + sent.ping());
        }
        for (int count : perSecond) {
            assertThat(count).isBetween(800, 1_001 + 100);
        }
        assertThat(ward.sent).hasSizeLessThanOrEqualTo(20_100);
        assertThat(asked).hasSize(2 * backends);
    }

    @Test
    void who_leaves_is_not_probed_any_more_and_leaves_no_timer() {
        ward.join(2);
        ward.leave(Backends.backend(0));
        ward.leave(Backends.backend(1));
        ward.sent.clear();

        ward.time.advance(Duration.ofMinutes(1));

        assertThat(ward.sent).isEmpty();
        assertThat(ward.time.pending()).isZero();
    }
}
