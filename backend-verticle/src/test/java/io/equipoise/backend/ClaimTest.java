package io.equipoise.backend;

import static io.equipoise.backend.FakeLink.registration;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.cluster.launch.StartFailure;
import io.equipoise.cluster.registry.Registration;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClaimTest {
    private static final long NOW = 1_000;

    private final ManualTimers timers = new ManualTimers();
    private final FakeLink link = new FakeLink();
    private final List<Registration> opened = new ArrayList<>();
    private final List<Registration> cancelled = new ArrayList<>();
    private Future<Void> opening = Future.succeededFuture();

    @Test
    void the_first_start_takes_the_time_as_its_incarnation() {
        assertThat(take().result().incarnation()).isEqualTo(NOW);
        assertThat(link.map.get("b").incarnation()).isEqualTo(NOW);
    }

    @Test
    void a_later_start_takes_the_place_of_an_earlier_one_that_still_lives() {
        link.map.put("b", registration("b", NOW - 1));
        link.answering.add(NOW - 1);
        assertThat(take().result().incarnation()).isEqualTo(NOW);
    }

    @Test
    void K12_an_equal_start_is_refused_while_its_owner_answers() {
        link.map.put("b", registration("b", NOW));
        link.answering.add(NOW);
        assertThat(take().cause())
                .isInstanceOf(StartFailure.class)
                .hasMessage("id b is taken by the backend at 127.0.0.1:4000, which answers; "
                        + "give this one another id, or none");
        assertThat(link.map.get("b")).isEqualTo(registration("b", NOW));
    }

    @Test
    void a_later_incarnation_whose_owner_is_dead_is_gone_one_above() {
        link.map.put("b", registration("b", NOW + 3_600_000));
        assertThat(take().result().incarnation()).isEqualTo(NOW + 3_600_001);
    }

    @Test
    void a_later_incarnation_whose_owner_answers_is_not_to_be_had() {
        link.map.put("b", registration("b", NOW + 3_600_000));
        link.answering.add(NOW + 3_600_000);
        assertThat(take().cause()).isInstanceOf(StartFailure.class).hasMessageContaining("id b is taken");
    }

    @Test
    void a_lost_race_is_run_again() {
        link.lostRaces = 3;
        Future<Registration> taken = take();
        assertThat(taken.isComplete()).isFalse();
        timers.advance(Duration.ofSeconds(1));
        assertThat(taken.succeeded()).isTrue();
        assertThat(opened).hasSize(4);
        assertThat(cancelled).isEqualTo(opened.subList(0, 3));
    }

    @Test
    void a_start_answers_pings_before_the_map_shows_it() {
        Promise<Void> answering = Promise.promise();
        opening = answering.future();
        Future<Registration> taken = take();
        assertThat(opened).hasSize(1);
        assertThat(link.map).isEmpty();
        answering.complete();
        assertThat(link.map.get("b")).isEqualTo(taken.result());
        assertThat(cancelled).isEmpty();
    }

    @Test
    void a_start_that_does_not_get_the_id_answers_no_more() {
        link.map.put("b", registration("b", NOW));
        link.answering.add(NOW);
        assertThat(take().failed()).isTrue();
        assertThat(cancelled).isEqualTo(opened).hasSize(1);
    }

    @Test
    void a_bus_on_which_it_cannot_answer_is_named() {
        opening = Future.failedFuture("the bus is closed");
        Future<Registration> taken = take();
        timers.advance(Duration.ofSeconds(1));
        assertThat(taken.cause()).isInstanceOf(StartFailure.class).hasMessageContaining("the bus is closed");
        assertThat(cancelled).isEqualTo(opened).hasSize(3);
        assertThat(link.map).isEmpty();
    }

    @Test
    void a_cluster_that_fails_is_asked_three_times_and_named() {
        link.condition = FakeLink.Condition.FAILING;
        Future<Registration> taken = take();
        timers.advance(Duration.ofSeconds(1));
        assertThat(taken.cause())
                .isInstanceOf(StartFailure.class)
                .hasMessage("id b cannot be registered: the cluster's registry says: the cluster is not safe");
        assertThat(timers.pending()).isZero();
    }

    private Future<Registration> take() {
        return new Claim(link, timers, () -> NOW)
                .take(
                        registration("b", 1),
                        start -> start,
                        start -> {
                            opened.add(start);
                            return opening;
                        },
                        cancelled::add);
    }
}
