package io.equipoise.balancer.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.ctl.Shell.Result;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code status} and {@code top}. */
class FiguresTest {
    private static final String READY = """
            {"status":"%1$s","checks":[{"id":"listeners","status":"UP"},
            {"id":"backends","status":"%1$s","data":{"reason":"no backend to choose for service default"}}],"outcome":"%1$s"}""";
    private static final String STATS = """
            {"at":"2026-11-24T16:00:00Z","balancer":"balancer-1","window":"recent",
            "total":{"rate":120.04,"open":12,"failureRate":0.5,"connect":{"count":9},"firstByte":{"count":9,"p50":0.4,"p99":2345.6}},
            "balancers":[{"id":"balancer-1","open":12,"rate":120.04,"failureRate":0.5,"stale":false,"ageMillis":300},
            {"id":"balancer-2","open":0,"rate":0,"failureRate":0,"stale":true,"ageMillis":6000}],
            "services":[{"name":"default","policy":"random","backends":3,"eligible":2,"panic":true,"waiting":4,"open":12,
            "rate":120.04,"failureRate":0.5,"firstByte":{"count":0}}],
            "backends":[
            {"id":"idle","service":"default","state":"ready","health":"up","weight":100,"open":0,"rate":0,"failureRate":0,
            "share":0,"fairShare":0.25,"firstByte":{"count":0}},
            {"id":"busy","service":"default","state":"ready","health":"up","weight":300,"open":12,"rate":120.04,
            "failureRate":0.5,"share":1,"fairShare":0.75,"firstByte":{"count":9,"p50":0.4,"p99":2345.6}}]}""";

    private StubAdmin admin;

    @BeforeEach
    void start() throws IOException {
        admin = new StubAdmin()
                .answers("GET /health/live", 200, "{\"status\":\"UP\",\"checks\":[],\"outcome\":\"UP\"}")
                .answers("GET /api/v1/stats", 200, STATS);
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    @Test
    void status_of_a_ready_balancer_is_0() {
        admin.answers("GET /health/ready", 200, READY.formatted("UP"));
        assertThat(Shell.to(admin).run("status")).isEqualTo(new Result(0, """
                balancer-1 is live and ready

                BALANCER    FIGURES  OPEN  RATE/S  FAILED/S
                balancer-1  fresh      12   120.0       0.5
                balancer-2  stale       0     0.0       0.0

                SERVICE  POLICY  ELIGIBLE  HEALTH  WAITING  OPEN  RATE/S  FAILED/S  P50  P99
                default  random       2/3  panic         4    12   120.0       0.5    -    -

                total: 120.0 sessions/s, 12 open, 0.5 failed/s, first byte p50 0.40 ms p99 2.3 s
                """, ""));
    }

    @Test
    void status_of_one_that_is_not_ready_is_1_and_says_why() {
        admin.answers("GET /health/ready", new StubAdmin.Answer(503, "application/json", READY.formatted("DOWN")));
        Result result = Shell.to(admin).run("status");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.lines())
                .startsWith(
                        "balancer-1 is live and not ready", "  backends: no backend to choose for service default", "");
        Result json = Shell.to(admin).run("status", "--json");
        assertThat(json.code()).isEqualTo(1);
        assertThat(json.out())
                .startsWith(
                        "{\"live\":true,\"ready\":false,\"reasons\":[\"backends: no backend to choose for service default\"]")
                .contains("\"panic\":true")
                .hasLineCount(1);
    }

    @Test
    void top_shows_the_busiest_first() {
        assertThat(Shell.to(admin).run("top", "--once")).isEqualTo(new Result(0, """
                2026-11-24T16:00:00Z  2 balancers, nothing heard of balancer-2
                total: 120.0 sessions/s, 12 open, 0.5 failed/s, first byte p50 0.40 ms p99 2.3 s
                panic, health is ignored: default

                BACKEND  SERVICE  STATE  HEALTH  RATE/S  OPEN  FAILED/S  WEIGHT   SHARE   FAIR      P50    P99
                busy     default  ready  up       120.0    12       0.5     300  100.0%  75.0%  0.40 ms  2.3 s
                idle     default  ready  up         0.0     0       0.0     100    0.0%  25.0%        -      -
                """, ""));
    }

    @Test
    void top_into_a_pipe_prints_one_block_after_the_other_until_the_reader_leaves() {
        Result result = Shell.to(admin).readBy(11).run("top");
        assertThat(result.code()).isZero();
        assertThat(result.lines().get(7)).isEmpty();
        assertThat(result.lines().get(8)).isEqualTo(result.lines().get(0));
        assertThat(result.out()).doesNotContain("\033");
        assertThat(Shell.to(admin).readBy(3).run("top", "--json").lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("{\"at\":"));
    }

    @Test
    void top_once_on_a_terminal_fits_it() {
        assertThat(Shell.to(admin)
                        .onTerminal(90, 24)
                        .with("NO_COLOR", "1")
                        .run("top", "--once")
                        .lines()
                        .subList(4, 7))
                .allMatch(line -> line.length() <= 100)
                .allMatch(line -> !line.contains("\033"));
    }
}
