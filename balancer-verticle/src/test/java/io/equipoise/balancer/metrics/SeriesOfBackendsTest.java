package io.equipoise.balancer.metrics;

import static io.equipoise.balancer.metrics.Metered.ended;
import static io.equipoise.balancer.pool.Backends.SERVICE;
import static io.equipoise.balancer.pool.Backends.backend;
import static io.equipoise.balancer.pool.Backends.named;
import static io.equipoise.balancer.pool.Backends.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.Backends;
import io.equipoise.balancer.pool.Lease;
import io.equipoise.balancer.pool.PoolUpdate;
import io.equipoise.balancer.proxy.CloseReason;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which backends have series, from when and until when. */
class SeriesOfBackendsTest {
    private static final Backend BACKEND = backend(1);

    private final Metered metered = new Metered();

    @AfterEach
    void close() {
        metered.close();
    }

    @Test
    void K15_thousands_that_join_at_once_are_all_shown() {
        Backends.backends(3_000).forEach(each -> metered.apply(new PoolUpdate.Upsert(each)));
        assertThat(metered.scrape().series("equipoise_backend_up")).hasSize(3_000);
    }

    @Test
    void a_backend_with_the_name_that_stands_for_others_is_shown_with_them() {
        try (Metered limited = new Metered(Metered.LISTENER, 1)) {
            Backend named = named(backend(1), SessionSeries.OTHERS);
            for (Backend one : List.of(named, backend(2), backend(3))) {
                limited.up(one);
                limited.session(limited.pool().node(one), ended(one, CloseReason.CLIENT_CLOSED, 1, 0));
            }
            assertThat(timed(limited.scrape(), SessionSeries.OTHERS)).isEqualTo(3);
        }
    }

    @Test
    void a_backend_without_a_name_is_shown_with_those_whom_nobody_served() {
        Backend named = named(BACKEND, "");
        metered.up(named);
        metered.session(metered.pool().node(named), ended(named, CloseReason.CLIENT_CLOSED, 1, 0));
        metered.metrics().onClosed(ended(null, CloseReason.NO_BACKEND, 0, 0));
        assertThat(timed(metered.scrape(), "")).isEqualTo(2);
    }

    @Test
    void a_backend_that_leaves_is_shown_once_more_with_its_last_figures() {
        metered.up(BACKEND);
        metered.session(node(), ended(BACKEND, CloseReason.CLIENT_CLOSED, 10, 20));
        metered.scrape();
        metered.leave(BACKEND);
        assertThat(metered.scrape()
                        .value("equipoise_backend_received_bytes_total", "service", SERVICE, "backend", BACKEND.id()))
                .isEqualTo(20);
        assertThat(metered.scrape().labelValues("backend")).doesNotContain(BACKEND.id());
    }

    @Test
    void series_last_as_long_as_the_last_session_of_a_backend_that_left() {
        metered.up(BACKEND);
        BackendNode node = node();
        Lease lease = metered.lease(node);
        metered.leave(BACKEND);
        metered.scrape();
        assertThat(metered.scrape()
                        .value("equipoise_backend_sessions_open", "service", SERVICE, "backend", BACKEND.id()))
                .isEqualTo(1);
        lease.release(Lease.Outcome.SERVED);
        metered.metrics().onClosed(ended(BACKEND, CloseReason.BACKEND_CLOSED, 1, 5));
        assertThat(metered.scrape()
                        .value("equipoise_backend_received_bytes_total", "service", SERVICE, "backend", BACKEND.id()))
                .isEqualTo(5);
        assertThat(metered.scrape().labelValues("backend")).doesNotContain(BACKEND.id());
    }

    @Test
    void what_is_told_of_a_backend_whose_series_have_ended_makes_none() {
        metered.up(BACKEND);
        BackendNode node = node();
        metered.leave(BACKEND);
        metered.scrape();
        metered.metrics().onConnectFailed(node, CloseReason.CONNECT_TIMEOUT);
        metered.metrics().onClosed(ended(BACKEND, CloseReason.BACKEND_CLOSED, 1, 5));
        Exposition shown = metered.scrape();
        assertThat(shown.labelValues("backend")).doesNotContain(BACKEND.id());
        assertThat(shown.sum("equipoise_sessions_closed_total", "reason", "backend_closed"))
                .isEqualTo(1);
    }

    @Test
    void a_backend_that_starts_again_goes_on_counting() {
        metered.up(BACKEND);
        BackendNode before = node();
        Lease old = metered.lease(before);
        Backend again = started(BACKEND, 2);
        metered.up(again);
        metered.lease(node()).release(Lease.Outcome.SERVED);
        assertThat(shown("equipoise_backend_sessions_open")).isEqualTo(1);
        assertThat(shown("equipoise_connect_attempts_total")).isEqualTo(2);
        old.release(Lease.Outcome.SERVED);
        metered.up(started(BACKEND, 3));
        assertThat(shown("equipoise_connect_attempts_total")).isEqualTo(2);
        assertThat(shown("equipoise_backend_up")).isEqualTo(1);
        metered.scrape();
        assertThat(shown("equipoise_connect_attempts_total")).isEqualTo(2);
    }

    @Test
    void backends_that_come_and_go_unseen_do_not_add_up() {
        for (int i = 0; i < 5 * MeteredBackends.MOST_GONE; i++) {
            Backend one = backend(i);
            metered.up(one).leave(one);
        }
        assertThat(metered.scrape().series("equipoise_backend_up")).hasSizeLessThanOrEqualTo(MeteredBackends.MOST_GONE);
        assertThat(metered.scrape().series("equipoise_backend_up")).isEmpty();
    }

    @Test
    void backends_beyond_the_limit_have_counters_of_their_own_and_histograms_together() {
        try (Metered limited = new Metered(Metered.LISTENER, 2)) {
            for (int i = 1; i <= 5; i++) {
                Backend one = backend(i);
                limited.up(one);
                limited.session(limited.pool().node(one), ended(one, CloseReason.CLIENT_CLOSED, i, 0));
            }
            Exposition shown = limited.scrape();
            assertThat(shown.series("equipoise_backend_sent_bytes_total")).hasSize(5);
            assertThat(timed(shown, backend(1).id())).isEqualTo(1);
            assertThat(timed(shown, backend(2).id())).isEqualTo(1);
            assertThat(timed(shown, SessionSeries.OTHERS)).isEqualTo(3);
            assertThat(shown.sum("equipoise_session_seconds_count", "service", SERVICE))
                    .isEqualTo(5);
        }
    }

    @Test
    void a_backend_that_leaves_gives_its_histograms_to_the_next() {
        try (Metered limited = new Metered(Metered.LISTENER, 1)) {
            for (int i = 1; i <= 3; i++) {
                Backend one = backend(i);
                limited.up(one);
                limited.session(limited.pool().node(one), ended(one, CloseReason.CLIENT_CLOSED, i, 0));
                assertThat(timed(limited.scrape(), one.id())).isEqualTo(1);
                limited.leave(one);
                limited.scrape();
            }
            assertThat(limited.scrape().series("equipoise_session_seconds_count"))
                    .isEmpty();
        }
    }

    private static double timed(Exposition shown, String backend) {
        return shown.value("equipoise_session_seconds_count", "service", SERVICE, "backend", backend);
    }

    @Test
    void hostile_names_are_shown_as_they_are() {
        String hostile = "a\"} 1\nequipoise_panic{x=\"\\n\\\\\t\u00e9<img src=x>";
        Backend named = named(BACKEND, hostile);
        try (Metered strange = new Metered("front\"\\\n")) {
            strange.up(named);
            strange.session(strange.pool().node(named), ended(named, CloseReason.CLIENT_RESET, 1, 2));
            Exposition shown = strange.scrape();
            assertThat(shown.value("equipoise_backend_received_bytes_total", "service", SERVICE, "backend", hostile))
                    .isEqualTo(2);
            assertThat(shown.labelValues("listener")).contains("front\"\\\n");
            assertThat(shown.series("equipoise_panic")).hasSize(1);
        }
    }

    @Test
    void a_backend_without_a_session_has_few_series() {
        metered.up(BACKEND);
        assertThat(metered.scrape().values().keySet())
                .filteredOn(series -> BACKEND.id().equals(series.labels().get("backend")))
                .hasSize(5);
    }

    private double shown(String name) {
        return metered.scrape().value(name, "service", SERVICE, "backend", BACKEND.id());
    }

    private BackendNode node() {
        return metered.pool().node(BACKEND);
    }
}
