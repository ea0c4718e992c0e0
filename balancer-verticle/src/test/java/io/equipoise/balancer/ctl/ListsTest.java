package io.equipoise.balancer.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.ctl.Shell.Result;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands that show something: the table, and JSON one object a line. */
class ListsTest {
    private static final String B1 = """
            {"id":"b1","incarnation":5,"service":"web","host":"10.0.0.1","port":80,"origin":"announced","state":"maintenance",
            "announcedState":"ready","health":"up","why":"answers pings","eligible":false,"weight":50,"announcedWeight":100,
            "maxConnections":0,"zone":"north","tags":{"t":"<b>","x":"\\u001b[31mred"},"open":3,"opened":1200,"failures":7,
            "consecutiveFailures":0,"order":{"by":"ops","at":"2026-11-24T16:00:00.123456Z"}}""";
    private static final String A = """
            {"id":"a","service":"web","host":"::1","port":9,"state":"ready","health":"down","weight":100,"open":0,
            "opened":0,"failures":0,"why":"connect: refused"}""";
    private static final String Z = """
            {"id":"z","service":"api","host":"h","port":1,"state":"draining","health":"up","weight":1,"open":0,"opened":0,
            "failures":0}""";
    private static final String SESSION = """
            {"id":"1-2f","balancer":"balancer-1","listener":"web","service":"web","client":"10.1.1.1:4000","backend":"b1",
            "state":"relaying","startedAt":"2026-11-24T16:00:00Z","totalMillis":61000.4,"queueMillis":0,"connectMillis":0.41,
            "firstByteMillis":12.3,"attempts":1,"bytesFromClient":512,"bytesFromBackend":3145728%s}""";
    private static final String DECISION = """
            {"number":4,"at":"2026-11-24T16:00:00.5Z","session":"1-2f","listener":"web","service":"web","client":"10.1.1.1:4000",
            "policy":"least-connections","attempt":2,"panic":true,"backends":4,"eligible":3,"candidates":[
            {"backend":"b1","weight":100,"open":1,"load":0.01,"looked":true,"chosen":true},
            {"backend":"b2","weight":100,"open":9,"load":0.09,"looked":true,"chosen":false},
            {"backend":"b3","weight":100,"open":9,"load":0.09,"looked":false,"chosen":false,"passed":"full"},
            {"backend":"b4","weight":1,"open":9,"load":9.0,"looked":false,"chosen":false}],
            "chosen":"b1","why":"b1 had the least load of 2 that were looked at","outcome":{"reason":"client_closed"}}""";

    private StubAdmin admin;

    @BeforeEach
    void start() throws IOException {
        admin = new StubAdmin();
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    @Test
    void backends_of_all_pages_stand_by_service_and_id() {
        admin.answers("GET /api/v1/backends?limit=1000", 200, "{\"items\":[" + A + "," + B1 + "],\"next\":\"b 1\"}")
                .answers("GET /api/v1/backends?after=b%201&limit=1000", 200, "{\"items\":[" + Z + "]}");
        assertThat(Shell.to(admin).run("backends").out()).isEqualTo("""
                SERVICE  ID  ADDRESS      STATE        HEALTH  WEIGHT  OPEN  OPENED  FAILED  WHY
                api      z   h:1          draining     up           1     0       0       0
                web      a   [::1]:9      ready        down       100     0       0       0  connect: refused
                web      b1  10.0.0.1:80  maintenance  up          50     3    1200       7  answers pings
                """);
    }

    @Test
    void backends_can_be_chosen_by_service_state_and_health() {
        String line = "GET /api/v1/backends?limit=1000&service=web";
        admin.answers(line, 200, "{\"items\":[" + A + "," + B1 + "]}");
        Shell shell = Shell.to(admin);
        assertThat(shell.run("backends", "--service", "web", "--json").lines()).hasSize(2);
        assertThat(shell.run("backends", "--service", "web", "--state", "ready", "--json")
                        .lines())
                .singleElement()
                .asString()
                .startsWith("{\"id\":\"a\"");
        assertThat(shell.run("backends", "--service", "web", "--health", "UP", "--json")
                        .lines())
                .singleElement()
                .asString()
                .startsWith("{\"id\":\"b1\"");
    }

    @Test
    void one_backend_is_told_in_full_and_nothing_of_it_reaches_the_terminal_as_a_command() {
        admin.answers("GET /api/v1/backends/b1", 200, B1);
        Result result = Shell.to(admin).onTerminal(80, 24).run("backends", "b1");
        assertThat(result.lines())
                .contains(
                        "address          10.0.0.1:80",
                        "state            maintenance (announced ready)",
                        "weight           50 (announced 100)",
                        "tags             t=<b> x=�[31mred",
                        "changed          by ops at 2026-11-24T16:00:00.123Z")
                .noneMatch(line -> line.startsWith("sessions at most"));
        assertThat(result.out()).doesNotContain("\033");
        assertThat(Shell.to(admin).run("backends", "b1", "--json").out())
                .contains("\"x\":\"\\u001B[31mred\"")
                .contains("\"incarnation\":5,")
                .hasLineCount(1);
    }

    @Test
    void colours_are_for_terminals_that_want_them() {
        admin.answers("GET /api/v1/backends?limit=1000", 200, "{\"items\":[" + A + "]}");
        assertThat(Shell.to(admin).onTerminal(120, 24).run("backends").out()).contains("\033[31mdown\033[0m");
        assertThat(Shell.to(admin)
                        .onTerminal(120, 24)
                        .with("NO_COLOR", "1")
                        .run("backends")
                        .out())
                .doesNotContain("\033");
        assertThat(Shell.to(admin)
                        .onTerminal(120, 24)
                        .with("TERM", "dumb")
                        .run("backends")
                        .out())
                .doesNotContain("\033");
        assertThat(Shell.to(admin).run("backends").out()).doesNotContain("\033");
    }

    @Test
    void sessions_are_shown_up_to_a_limit_and_it_is_said_that_there_are_more() {
        String two = "{\"items\":[" + SESSION.formatted("") + "," + SESSION.formatted("") + "]}";
        admin.answers("GET /api/v1/sessions?backend=b1&limit=2&listener=l&service=web", 200, two);
        Result result = Shell.to(admin)
                .run("sessions", "--service", "web", "--backend", "b1", "--listener", "l", "--limit", "1");
        assertThat(result.out()).isEqualTo("""
                ID    LISTENER  SERVICE  CLIENT         BACKEND  STATE      AGE  FIRST BYTE     IN      OUT
                1-2f  web       web      10.1.1.1:4000  b1       relaying  1m1s       12 ms  512 B  3.0 MiB
                """);
        assertThat(result.error()).isEqualTo("ctl: there are more than 1; --limit shows more\n");
    }

    @Test
    void a_session_is_told_with_the_reason_for_its_backend() {
        admin.answers("GET /api/v1/sessions/1-2f", 200, SESSION.formatted(",\"decision\":" + DECISION));
        assertThat(Shell.to(admin).run("session", "1-2f").out())
                .contains("connected after   0.41 ms\n")
                .endsWith("""

                        b1 had the least load of 2 that were looked at
                        attempt 2 by least-connections, among 3 of 4 backends, in panic

                        BACKEND  WEIGHT  OPEN  LOAD  VERDICT
                        b1          100     1  0.01  chosen
                        b2          100     9  0.09  looked at
                        b3          100     9  0.09  passed: full
                        b4            1     9   9.0  not looked at
                        """);
    }

    @Test
    void a_session_without_a_decision_says_so() {
        admin.answers("GET /api/v1/sessions/1-2f", 200, SESSION.formatted(""));
        assertThat(Shell.to(admin).run("session", "1-2f").out()).endsWith("which holds a sample.\n");
    }

    @Test
    void decisions_are_told_by_their_reasons() {
        admin.answers("GET /api/v1/decisions?backend=b1&limit=5", 200, "{\"items\":[" + DECISION + "]}");
        assertThat(Shell.to(admin)
                        .run("decisions", "--backend", "b1", "--limit", "5")
                        .out())
                .isEqualTo("""
                AT                        SESSION  CLIENT         SERVICE  CHOSEN  ENDED          WHY
                2026-11-24T16:00:00.500Z  1-2f     10.1.1.1:4000  web      b1      client_closed  b1 had the least load of 2 that were looked at
                """);
    }

    @Test
    void completion_is_a_script_of_that_name() {
        assertThat(new Shell().run("completion", "bash", "--name", "lb").out())
                .contains("complete -F _complete_lb")
                .contains("maintenance");
    }
}
