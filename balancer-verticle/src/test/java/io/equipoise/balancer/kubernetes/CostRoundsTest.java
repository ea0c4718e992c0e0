package io.equipoise.balancer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.control.Logged;
import io.equipoise.balancer.control.ManualTime;
import io.equipoise.balancer.kubernetes.ApiTrouble.Kind;
import io.equipoise.balancer.kubernetes.PodCosts.Answer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rounds against an API whose answers are said here, on a clock that is moved by hand. */
class CostRoundsTest {
    private static final Duration EVERY = Duration.ofSeconds(30);
    /** A round comes up to a tenth later. */
    private static final Duration ROUND = Duration.ofSeconds(33);

    private final ManualTime time = new ManualTime();
    private final Logged log = Logged.by(CostRounds.class);
    private final Map<String, BackendLoad> loads = new HashMap<>();
    private final Map<String, Answer> answers = new HashMap<>();
    private final List<String> writes = new ArrayList<>();
    private boolean leads = true;
    private Future<PodCosts> api = Future.succeededFuture(this::write);
    private int opened;
    private ApiTrouble trouble;
    private Future<ClusterLoad> figures;

    private final CostRounds rounds = new CostRounds(
            () -> figures == null
                    ? Future.succeededFuture(new ClusterLoad(leads, List.copyOf(loads.values())))
                    : figures,
            () -> {
                opened++;
                return api;
            },
            EVERY,
            time.loop());

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void nothing_is_written_before_others_could_be_known() {
        carry("a", 3);
        rounds.start();
        time.advance(Duration.ofSeconds(26));
        assertThat(writes).isEmpty();
        time.advance(Duration.ofSeconds(7));
        assertThat(writes).containsExactly("a=2");
    }

    @Test
    void changes_alone_are_written_and_the_api_is_opened_for_those_alone() {
        carry("a", 3);
        carry("b", 0);
        rounds.start();
        time.advance(Duration.ofMinutes(10));
        assertThat(writes).containsExactly("b=0", "a=2");
        assertThat(opened).isEqualTo(1);
        carry("a", 100);
        time.advance(ROUND);
        assertThat(writes).containsExactly("b=0", "a=2", "a=64");
        assertThat(opened).isEqualTo(2);
    }

    @Test
    void a_cost_is_written_once_a_round_at_most_however_fast_sessions_change() {
        rounds.start();
        for (int second = 0; second < 600; second++) {
            carry("a", second % 2 == 0 ? 0 : 1_000);
            time.advance(Duration.ofSeconds(1));
        }
        assertThat(writes).hasSizeBetween(1, 23);
    }

    @Test
    void who_does_not_lead_writes_nothing_and_who_leads_again_writes_all() {
        carry("a", 3);
        rounds.start();
        time.advance(ROUND);
        leads = false;
        carry("a", 1_000);
        time.advance(ROUND.multipliedBy(3));
        assertThat(writes).containsExactly("a=2");
        carry("a", 3);
        leads = true;
        time.advance(ROUND);
        assertThat(writes).containsExactly("a=2", "a=2");
    }

    @Test
    void a_backend_that_is_no_pod_keeps_nobody_from_theirs_and_is_asked_for_once() {
        carry("a", 0);
        carry("b", 1);
        carry("c", 2);
        answers.put("a", Answer.NO_POD);
        answers.put("b", Answer.REFUSED);
        rounds.start();
        time.advance(Duration.ofMinutes(30));
        assertThat(writes).containsExactly("a=0", "b=1", "c=2");
        assertThat(log.lines("WARN")).isEmpty();
    }

    @Test
    void trouble_ends_the_round_is_said_once_and_the_next_rounds_are_later_each_time() {
        carry("a", 0);
        carry("b", 1);
        trouble = new ApiTrouble(Kind.NO_RIGHT, "the API server answers 403");
        rounds.start();
        time.advance(ROUND);
        assertThat(writes).containsExactly("a=0");
        time.advance(Duration.ofHours(1));
        assertThat(writes).hasSizeBetween(8, 13).containsOnly("a=0");
        assertThat(log.lines("WARN"))
                .containsExactly("WARN deletion costs cannot be written why=the API server answers 403 nextTry=PT1M");
    }

    @Test
    void another_trouble_is_said_and_so_is_its_end() {
        carry("a", 0);
        api = Future.failedFuture(new ApiTrouble(Kind.NO_ACCOUNT, "no token"));
        rounds.start();
        time.advance(ROUND);
        api = Future.succeededFuture(this::write);
        trouble = new ApiTrouble(Kind.UNREACHED, "nobody answers");
        time.advance(Duration.ofHours(1));
        trouble = null;
        time.advance(Duration.ofHours(1));
        assertThat(log.lines("deletion costs"))
                .extracting(line -> line.replaceFirst(" nextTry=.*", ""))
                .containsExactly(
                        "WARN deletion costs cannot be written why=no token",
                        "WARN deletion costs cannot be written why=nobody answers",
                        "INFO deletion costs are written again pods=1");
        carry("a", 8);
        trouble = new ApiTrouble(Kind.UNREACHED, "nobody answers");
        time.advance(ROUND);
        assertThat(log.lines("WARN")).hasSize(3);
    }

    @Test
    void a_defect_costs_a_round_and_is_logged_as_one() {
        carry("a", 0);
        figures = Future.failedFuture("on purpose");
        rounds.start();
        time.advance(ROUND);
        figures = null;
        time.advance(ROUND.multipliedBy(2));
        assertThat(writes).containsExactly("a=0");
        assertThat(log.lines("ERROR")).containsExactly("ERROR a round of deletion costs failed");
    }

    @Test
    void a_round_that_lasts_has_no_other_beside_it_and_once_stopped_there_is_none() {
        carry("a", 0);
        carry("b", 1);
        Promise<PodCosts> slow = Promise.promise();
        api = slow.future();
        rounds.start();
        time.advance(Duration.ofHours(1));
        assertThat(opened).isEqualTo(1);
        rounds.stop();
        slow.complete(this::write);
        time.advance(Duration.ofHours(1));
        assertThat(writes).isEmpty();
        assertThat(time.pending()).isZero();
    }

    private void carry(String id, long open) {
        loads.put(id, new BackendLoad(id, 1, false, open));
    }

    private Future<Answer> write(String pod, int cost) {
        writes.add(pod + "=" + cost);
        return trouble == null
                ? Future.succeededFuture(answers.getOrDefault(pod, Answer.WRITTEN))
                : Future.failedFuture(trouble);
    }
}
