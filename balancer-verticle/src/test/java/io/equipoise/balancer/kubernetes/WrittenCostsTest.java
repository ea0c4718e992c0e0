package io.equipoise.balancer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.kubernetes.WrittenCosts.Due;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WrittenCostsTest {
    private static final long NOW = Long.MAX_VALUE - 5;

    private final WrittenCosts costs = new WrittenCosts();

    @Test
    void all_are_due_at_first_and_the_cheapest_first() {
        assertThat(costs.due(List.of(load("a", 1, 70), load("c", 1, 0), load("b", 1, 0)), NOW))
                .containsExactly(new Due("b", 1, 0), new Due("c", 1, 0), new Due("a", 1, 64));
    }

    @Test
    void what_is_written_is_due_again_when_it_has_changed_enough() {
        costs.onWritten(new Due("a", 1, 64), NOW);
        assertThat(costs.due(List.of(load("a", 1, 150)), NOW)).isEmpty();
        assertThat(costs.due(List.of(load("a", 1, 160)), NOW)).containsExactly(new Due("a", 1, 128));
    }

    @Test
    void what_is_not_written_stays_due() {
        List<BackendLoad> loads = List.of(load("a", 1, 3));
        assertThat(costs.due(loads, NOW)).isEqualTo(costs.due(loads, NOW)).hasSize(1);
    }

    @Test
    void another_start_of_a_backend_is_another_pod() {
        costs.onWritten(new Due("a", 1, 2), NOW);
        costs.onRefused(new Due("b", 1, 2), NOW);
        assertThat(costs.due(List.of(load("a", 2, 2), load("b", 2, 2)), NOW))
                .containsExactly(new Due("a", 2, 2), new Due("b", 2, 2));
    }

    @Test
    void a_backend_that_is_no_pod_is_left_alone_for_an_hour() {
        costs.onRefused(new Due("a", 1, 0), NOW);
        long almost = NOW + Duration.ofMinutes(59).toNanos();
        assertThat(costs.due(List.of(load("a", 1, 1_000)), almost)).isEmpty();
        long anHour = NOW + Duration.ofHours(1).toNanos();
        assertThat(costs.due(List.of(load("a", 1, 1_000)), anHour)).containsExactly(new Due("a", 1, 512));
    }

    @Test
    void a_backend_that_leaves_is_forgotten() {
        costs.onWritten(new Due("a", 1, 2), NOW);
        assertThat(costs.due(List.of(load("b", 1, 0)), NOW)).hasSize(1);
        assertThat(costs.due(List.of(load("a", 1, 2)), NOW)).hasSize(1);
    }

    @Test
    void nothing_is_known_of_what_was_written_before_somebody_else_did() {
        costs.onWritten(new Due("a", 1, 2), NOW);
        costs.clear();
        assertThat(costs.due(List.of(load("a", 1, 2)), NOW)).hasSize(1);
    }

    private static BackendLoad load(String id, long incarnation, long open) {
        return new BackendLoad(id, incarnation, false, open);
    }
}
