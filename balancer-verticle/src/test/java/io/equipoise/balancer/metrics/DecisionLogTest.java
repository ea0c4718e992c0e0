package io.equipoise.balancer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.config.DecisionsConfig;
import io.equipoise.balancer.metrics.DecisionLog.Explained;
import io.equipoise.balancer.proxy.CloseReason;
import io.equipoise.balancer.proxy.Decision;
import io.equipoise.balancer.proxy.DecisionSampler.Sample;
import io.equipoise.balancer.proxy.SessionReport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DecisionLogTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final DecisionLog log = new DecisionLog("b", new DecisionsConfig(true, 50), () -> 0);

    @Test
    void at_low_rates_every_session_is_sampled() {
        for (long now = 0; now < 100 * SECOND; now += SECOND / 50) {
            assertThat(log.sample(now)).isNotNull();
        }
    }

    @Test
    void at_high_rates_so_many_a_second_are_sampled_and_twice_as_many_at_once() {
        assertThat(sampled(0, 10_000)).isEqualTo(100);
        assertThat(sampled(SECOND, 10_000)).isEqualTo(50);
        assertThat(sampled(2 * SECOND, 10_000)).isEqualTo(50);
        assertThat(sampled(60 * SECOND, 10_000)).isEqualTo(100);
    }

    @Test
    void retries_of_a_sampled_session_are_told_and_count() {
        Sample sample = log.sample(0);
        for (int attempt = 1; attempt <= 11; attempt++) {
            sample.onDecision(decision(1, attempt, "x"));
        }
        assertThat(sampled(0, 10_000)).isEqualTo(89);
    }

    @Test
    void a_log_that_is_off_samples_nothing() {
        assertThat(new DecisionLog("b", new DecisionsConfig(false, 50), () -> 0).sample(0))
                .isNull();
    }

    @Test
    void the_end_of_a_session_is_joined_to_its_choices() {
        Sample sample = log.sample(0);
        sample.onDecision(decision(7, 1, "x"));
        sample.onDecision(decision(7, 2, "y"));
        assertThat(log.of(7)).hasValueSatisfying(each -> {
            assertThat(each.outcome()).isNull();
            assertThat(each.decision().attempt()).isEqualTo(2);
        });
        SessionReport report = Metered.ended(null, CloseReason.CLIENT_CLOSED, 1, 2);
        sample.onClosed(report);
        assertThat(log.newest(each -> true, 10)).extracting(Explained::outcome).containsExactly(report, report);
        assertThat(log.newest(each -> "x".equals(each.chosen()), 10)).hasSize(1);
        assertThat(log.of(8)).isEmpty();
    }

    @Test
    void the_last_2000_are_kept_newest_first() {
        Sample sample = log.sample(0);
        for (int i = 0; i < 4_500; i++) {
            sample.onDecision(decision(i, 1, "x"));
        }
        List<Explained> all = log.newest(each -> true, 9_999);
        assertThat(all).hasSize(DecisionLog.PLACES);
        assertThat(all.get(0).number()).isEqualTo(4_500);
        assertThat(all.get(0).decision().session()).isEqualTo(4_499);
        assertThat(all.get(1_999).number()).isEqualTo(2_501);
    }

    @Test
    void readers_beside_many_writers_see_no_gap() throws Exception {
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            Sample sample = log.sample(0);
            writers.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 50_000; i++) {
                    sample.onDecision(decision(i, 1, "x"));
                }
            }));
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new));
        while (!all.isDone()) {
            List<Explained> seen = log.newest(each -> true, 9_999);
            for (int i = 1; i < seen.size(); i++) {
                assertThat(seen.get(i).number()).isEqualTo(seen.get(i - 1).number() - 1);
            }
        }
        all.get();
        assertThat(log.newest(each -> true, 9_999))
                .hasSize(DecisionLog.PLACES)
                .first()
                .satisfies(each -> assertThat(each.number()).isEqualTo(200_000));
    }

    private int sampled(long now, int sessions) {
        int sampled = 0;
        for (int i = 0; i < sessions; i++) {
            sampled += log.sample(now) == null ? 0 : 1;
        }
        return sampled;
    }

    private static Decision decision(long session, int attempt, String chosen) {
        return new Decision(
                session, 0, "l", Metered.CLIENT, "s", "random", attempt, false, 1, 1, List.of(), chosen, "because");
    }
}
