package io.equipoise.client.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final Timeline.Asked NO_RATE = (from, to) -> OptionalDouble.empty();

    @Test
    void each_second_has_its_own_figures_also_those_without_any() {
        Timeline timeline = new Timeline();
        timeline.add(0, counted(10, 1), 5);
        timeline.add(0, counted(20, 0), 6);
        timeline.add(3, counted(7, 0), 2);
        List<Moment> moments = timeline.moments(4, NO_RATE);
        assertThat(moments.stream().map(Moment::succeeded)).containsExactly(30L, 0L, 0L, 7L);
        assertThat(moments.stream().map(Moment::failed)).containsExactly(1L, 0L, 0L, 0L);
        assertThat(moments.get(0).open()).isEqualTo(6);
        assertThat(moments.get(0).latency().p50()).isBetween(1_000L, 1_001L);
        assertThat(moments.get(0).askedPerSecond()).isEmpty();
        assertThat(moments.get(1).latency().p99()).isZero();
    }

    @Test
    void rates_are_those_of_the_time_that_a_line_stands_for() {
        Timeline timeline = new Timeline();
        timeline.add(0, counted(100, 0), 1);
        timeline.add(1, counted(50, 0), 1);
        List<Moment> moments = timeline.moments(1.5, (from, to) -> OptionalDouble.of((to - from) * 80));
        assertThat(moments.get(1).servedPerSecond()).isEqualTo(100);
        assertThat(moments.get(1).askedPerSecond()).hasValue(80);
    }

    @Test
    void an_end_too_short_for_a_rate_belongs_to_the_second_before() {
        Timeline timeline = new Timeline();
        timeline.add(0, counted(100, 0), 1);
        timeline.add(1, counted(10, 0), 0);
        List<Moment> moments = timeline.moments(1.1, NO_RATE);
        assertThat(moments).hasSize(1);
        assertThat(moments.get(0).succeeded()).isEqualTo(110);
        assertThat(moments.get(0).servedPerSecond()).isBetween(99.9, 100.1);
        assertThat(moments.get(0).open()).isZero();
    }

    @Test
    void a_long_run_has_longer_lines_and_loses_no_request() {
        RandomGenerator random = new Random(20_261_129L);
        Timeline timeline = new Timeline(16);
        long all = 0;
        for (int second = 0; second < 1_000; second++) {
            int count = random.nextInt(20);
            all += count;
            timeline.add(second, counted(count, 0), 1);
        }
        List<Moment> moments = timeline.moments(1_000, NO_RATE);
        assertThat(moments).hasSize(16);
        assertThat(moments.get(1).from()).isEqualTo(64);
        assertThat(moments.stream().mapToLong(Moment::succeeded).sum()).isEqualTo(all);
        assertThat(moments.get(3).latency().p50()).isBetween(1_000L, 1_001L);
    }

    @Test
    void late_news_of_an_old_second_is_added_to_it() {
        Timeline timeline = new Timeline();
        for (int second = 0; second < 20; second++) {
            timeline.add(second, counted(1, 0), 1);
        }
        timeline.add(2, counted(5, 0), 1);
        List<Moment> moments = timeline.moments(20, NO_RATE);
        assertThat(moments.get(2).succeeded()).isEqualTo(6);
        assertThat(moments.get(2).latency().p99()).isBetween(1_000L, 1_001L);
        assertThat(moments.get(3).succeeded()).isEqualTo(1);
    }

    private static ClientReport counted(int succeeded, int failed) {
        ClientReport report = new ClientReport();
        for (int i = 0; i < succeeded; i++) {
            report.success("a", false, 1_000_000, 1_000_000);
        }
        for (int i = 0; i < failed; i++) {
            report.failure(Failure.RESET);
        }
        return report;
    }
}
