package io.equipoise.balancer.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.ctl.Shell.Result;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands that change something: what they ask for, and what they say then. */
class OrdersTest {
    private static final String STATS = "GET /api/v1/stats";

    private StubAdmin admin;

    @BeforeEach
    void start() throws IOException {
        admin = new StubAdmin();
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "drain b1|PATCH /api/v1/backends/b1|{\"state\":\"draining\"}|b1 is draining",
                "maintenance b1|PATCH /api/v1/backends/b1|{\"state\":\"maintenance\"}|b1 is in maintenance",
                "enable b1|PATCH /api/v1/backends/b1|{\"state\":\"ready\"}|b1 is ready",
                "weight b1 0|PATCH /api/v1/backends/b1|{\"weight\":0}|b1 has weight 7",
                "weight b1 256|PATCH /api/v1/backends/b1|{\"weight\":256}|b1 has weight 7",
                "weight b1 announced|PATCH /api/v1/backends/b1|{\"weight\":null}|b1 has weight 7",
                "add web db.example:5432|POST /api/v1/backends|{\"service\":\"web\",\"host\":\"db.example\",\"port\":5432}|added b1",
                "add web [::1]:80 --weight 3|POST /api/v1/backends|{\"service\":\"web\",\"host\":\"::1\",\"port\":80,\"weight\":3}|added b1",
                "remove b1|DELETE /api/v1/backends/b1|''|removed b1",
                "end 1-2f|DELETE /api/v1/sessions/1-2f|''|ended 1-2f",
                "policy web random|PATCH /api/v1/services/web|{\"policy\":\"random\"}|web chooses by random",
                "policy web configured|PATCH /api/v1/services/web|{\"policy\":null}|web chooses by random"
            })
    void an_order_is_one_request_and_one_line(String typed, String line, String body, String said) {
        String state = said.contains("maintenance") ? "maintenance" : said.contains("draining") ? "draining" : "ready";
        String answer = line.startsWith("DELETE")
                ? ""
                : "{\"id\":\"b1\",\"name\":\"web\",\"state\":\"" + state + "\",\"weight\":7,\"policy\":\"random\"}";
        admin.answers(line, answer.isEmpty() ? 204 : line.startsWith("POST") ? 201 : 200, answer);
        assertThat(Shell.to(admin).run(typed.split(" "))).isEqualTo(new Result(0, said + "\n", ""));
        assertThat(admin.lines()).containsExactly(line);
        assertThat(admin.last().body()).isEqualTo(body);
        Result json = Shell.to(admin).run(("--json " + typed).split(" "));
        assertThat(json.out()).startsWith("{").hasLineCount(1);
    }

    @Test
    void an_id_may_hold_anything() {
        admin.answers("DELETE /api/v1/backends/a%2Fb%20%3F%23%C3%A9..%25", 204, "");
        assertThat(Shell.to(admin).run("remove", "a/b ?#é..%").code()).isZero();
    }

    @Test
    void a_backend_that_drains_by_its_own_word_is_said_to() {
        admin.answers("PATCH /api/v1/backends/b1", 200, "{\"id\":\"b1\",\"state\":\"draining\"}");
        assertThat(Shell.to(admin).run("enable", "b1").out())
                .startsWith("b1 is draining by its own word, which is stronger");
    }

    @Test
    void a_wait_ends_when_no_balancer_has_a_session_on_it() {
        drains();
        admin.answers(STATS, 200, stats("ready", 0, false))
                .answers(STATS, 200, stats("draining", 3, false))
                .answers(STATS, 200, stats("draining", 0, true))
                .answers(STATS, 200, stats("draining", 0, false));
        Result result = Shell.to(admin).onTerminal(80, 24).run("drain", "b1", "--wait");
        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("b1 is draining, and no session is open on it\n");
        assertThat(result.error().lines())
                .containsExactly(
                        "b1 is still taken for ready", "3 sessions are open on b1", "nothing is heard of balancer-2");
        int quiet = (int) (Emptying.QUIET.toMillis() / Emptying.POLL.toMillis());
        assertThat(admin.lines()).hasSizeGreaterThanOrEqualTo(1 + 3 + quiet);
    }

    @Test
    void a_wait_begins_anew_when_a_session_comes_after_all() {
        drains();
        for (int i = 0; i < 3; i++) {
            admin.answers(STATS, 200, stats("draining", 0, false));
        }
        admin.answers(STATS, 200, stats("draining", 1, false)).answers(STATS, 200, stats("draining", 0, false));
        assertThat(Shell.to(admin).run("drain", "b1", "--wait").code()).isZero();
        int quiet = (int) (Emptying.QUIET.toMillis() / Emptying.POLL.toMillis());
        assertThat(admin.lines()).hasSizeGreaterThanOrEqualTo(1 + 4 + quiet);
    }

    @Test
    void a_wait_that_is_too_long_is_1_and_says_what_it_waited_for() {
        drains();
        admin.answers(STATS, 200, stats("draining", 2, false));
        assertThat(Shell.to(admin).run("drain", "b1", "--wait", "--timeout", "3s"))
                .isEqualTo(
                        new Result(
                                1,
                                "",
                                "ctl: 2 sessions are open on b1 after 3s; what was ordered holds on, wait longer with --timeout\n"));
    }

    @Test
    void a_backend_that_has_left_is_empty() {
        drains();
        admin.answers(STATS, 200, "{\"balancers\":[],\"backends\":[]}");
        assertThat(Shell.to(admin).run("drain", "b1", "--wait").code()).isZero();
    }

    private void drains() {
        admin.answers("PATCH /api/v1/backends/b1", 200, "{\"id\":\"b1\",\"state\":\"draining\"}");
    }

    private static String stats(String state, int open, boolean stale) {
        return """
                {"balancers":[{"id":"balancer-1","stale":false},{"id":"balancer-2","stale":%s}],
                 "backends":[{"id":"b0","state":"ready","open":9},{"id":"b1","state":"%s","open":%d}]}""".formatted(stale, state, open);
    }
}
