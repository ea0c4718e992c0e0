package io.equipoise.balancer.kubernetes;

import static io.equipoise.balancer.pool.Backends.backend;
import static io.equipoise.balancer.pool.Backends.configured;
import static io.equipoise.balancer.pool.Backends.in;
import static io.equipoise.balancer.pool.Backends.named;
import static io.equipoise.balancer.pool.Backends.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.latency.Quantiles;
import io.equipoise.balancer.latency.Resolution;
import io.equipoise.balancer.latency.Sum;
import io.equipoise.balancer.metrics.Counts;
import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.TestPool;
import io.equipoise.balancer.stats.Stats;
import io.equipoise.balancer.stats.Stats.OfBackend;
import io.equipoise.balancer.stats.Stats.OfBalancer;
import io.equipoise.balancer.stats.Traffic;
import io.equipoise.balancer.stats.Window;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterLoadTest {
    private static final OfBalancer A = balancer("balancer-a", false);
    private static final OfBalancer B = balancer("balancer-b", false);

    private final TestPool pool = new TestPool((nodes, rotation) -> request -> null);

    @Test
    void the_balancer_of_the_least_id_leads_and_no_other() {
        assertThat(leads("balancer-a", A, B)).isTrue();
        assertThat(leads("balancer-b", A, B)).isFalse();
        assertThat(leads("balancer-b", B)).isTrue();
    }

    @Test
    void one_that_has_been_silent_does_not_lead_and_another_does() {
        OfBalancer silent = balancer("balancer-a", true);
        assertThat(leads("balancer-b", silent, B)).isTrue();
        assertThat(leads("balancer-a", silent, B)).isFalse();
        assertThat(leads("balancer-a", silent)).isFalse();
        assertThat(leads("balancer-a")).isFalse();
    }

    @Test
    void sessions_are_those_of_all_balancers_and_who_is_drained_is_what_holds_now() {
        Backend ready = started(backend(1), 7);
        assertThat(of(ready, 5).backends()).containsExactly(new BackendLoad(ready.id(), 7, false, 5));
        assertThat(of(in(backend(2), Backend.Mode.DRAINING), 6)
                        .backends()
                        .get(0)
                        .drained())
                .isTrue();
        assertThat(of(in(backend(3), Backend.Mode.MAINTENANCE), 6)
                        .backends()
                        .get(0)
                        .drained())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"backend-5d8c7f-x2x4z", "a", "0.b-1.c"})
    void a_backend_whose_id_is_a_name_of_pods_may_be_one(String id) {
        assertThat(of(named(backend(1), id), 0).backends()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Backend", "a_b", "10.0.0.1:80", "-a", "a-", "..", "a..b", ".a", "a/../b", "a b"})
    void a_backend_whose_id_is_none_is_not_asked_for(String id) {
        assertThat(of(named(backend(1), id), 0).backends()).isEmpty();
    }

    @Test
    void a_backend_that_stands_in_the_configuration_is_no_pod() {
        assertThat(of(configured(backend(1)), 0).backends()).isEmpty();
    }

    private static boolean leads(String self, OfBalancer... balancers) {
        return ClusterLoad.of(stats(self, List.of(balancers), List.of())).leads();
    }

    private ClusterLoad of(Backend backend, long open) {
        pool.up(backend);
        return ClusterLoad.of(stats(
                A.id(),
                List.of(A),
                List.of(new OfBackend(
                        pool.node(backend), new Stats.Total(traffic(open), nothing(), nothing()), 0, 0, null))));
    }

    private static Stats stats(String self, List<OfBalancer> balancers, List<OfBackend> backends) {
        return new Stats(
                1,
                self,
                Window.ALL,
                new Stats.Total(traffic(0), nothing(), nothing()),
                balancers,
                List.of(),
                List.of(),
                backends,
                List.of());
    }

    private static OfBalancer balancer(String id, boolean stale) {
        return new OfBalancer(id, 0, stale, traffic(0));
    }

    private static Traffic traffic(long open) {
        return new Traffic(new Counts(open, open, 0, 0, 0), 0, 0);
    }

    private static Quantiles nothing() {
        return new Sum(Resolution.COARSE).quantiles();
    }
}
