package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.equipoise.system.CtlCommands.Outcome;
import io.equipoise.testkit.Command;
import io.equipoise.testkit.ConnectionLoad;
import io.equipoise.testkit.LoadResult;
import io.equipoise.testkit.LogLine;
import io.equipoise.testkit.RunningProcess;
import io.equipoise.testkit.Signal;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as operators run it: the fat jar as a process, at a cluster that carries traffic. */
@Tag("patient")
class CtlIT {
    private static final int RATE = 100;
    private static final String TRACE = "^\\s+at [a-z]+\\.|Exception";

    private CtlCommands ctl;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() {
        ctl = new CtlCommands("a", "b", "c");
    }

    @AfterEach
    void stop() {
        ctl.close();
    }

    @Test
    void a_drain_that_waits_fails_no_request_and_returns_when_the_last_session_has_ended() throws Exception {
        List<Held> held = List.of(
                Held.open(ctl.one().address(), 1),
                Held.open(ctl.one().address(), 1),
                Held.open(ctl.one().address(), 1));
        await().atMost(CtlCommands.PATIENCE).until(() -> open("a") == 1);
        try (ConnectionLoad load = Loads.start(ctl.two(), RATE)) {
            Loads.await(load, RATE);
            Outcome tooShort = run("drain", "a", "--wait", "--timeout", "3s");
            assertThat(tooShort.code()).as(tooShort.text()).isEqualTo(1);
            assertThat(tooShort.text()).contains("1 session is open on a after 3s", "--timeout");

            long since = System.nanoTime();
            Loads.await(load, RATE, since);
            assertThat(new LoadResult(load.soFar()).begunFrom(since).byBackend())
                    .containsOnlyKeys("b", "c");
            try (RunningProcess waiting =
                    CtlCommands.at(ctl.two(), "drain", "a", "--wait").start()) {
                Loads.await(load, 3 * RATE, System.nanoTime());
                assertThat(waiting.isAlive())
                        .as("it waits for the held session")
                        .isTrue();
                for (Held each : held) {
                    each.assertAlive(1);
                    each.end();
                }
                long ended = System.nanoTime();
                assertThat(waiting.awaitExit(CtlCommands.PATIENCE)).isZero();
                waiting.awaitLine("a is draining, and no session is open on it");
                Figures.print("ctl drain --wait: back %d ms after the last session", since(ended));
            }
            assertThat(open("a")).isZero();
            LoadResult result = load.stop();
            Figures.print("ctl drain under load: %s", result);
            assertThat(result.failed()).isEmpty();
        }
    }

    @Test
    void weight_policy_and_enable_hold_at_the_other_balancer_and_every_list_is_json() throws Exception {
        done("weight", "a", "50");
        soon(() -> backend(ctl.two(), "a").getInteger("weight") == 50);
        done("policy", "default", "random");
        soon(() -> Admin.json(ctl.two(), "/api/v1/services/default")
                .getString("policy")
                .equals("random"));
        done("maintenance", "b");
        soon(() -> backend(ctl.two(), "b").getString("state").equals("maintenance"));
        done("enable", "b");
        soon(() -> backend(ctl.two(), "b").getString("state").equals("ready"));
        done("add", "default", "127.0.0.1:1");
        soon(() -> CtlCommands.run(ctl.two(), "backends", "127.0.0.1:1").code() == 0);
        done("remove", "127.0.0.1:1");
        soon(() -> CtlCommands.run(ctl.two(), "backends", "127.0.0.1:1").code() == 5);
        done("weight", "a", "announced");
        soon(() -> backend(ctl.two(), "a").getInteger("weight") == 100);

        try (Held held = Held.open(ctl.one().address(), 2)) {
            assertThat(json("sessions").get(0).getString("id")).isNotEmpty();
            String session = json("sessions").get(0).getString("id");
            assertThat(json("session", session).get(0).getString("id")).isEqualTo(session);
            assertThat(json("decisions").get(0).getString("chosen")).isNotEmpty();
            assertThat(json("backends")).hasSize(3);
            assertThat(json("backends", "a").get(0).getInteger("weight")).isEqualTo(100);
            assertThat(json("status").get(0).getBoolean("ready")).isTrue();
            assertThat(json("top", "--once").get(0).getJsonArray("backends")).hasSize(3);
            assertThat(json("events")).hasSizeGreaterThan(3);
            assertThat(json("end", session).get(0).getString("ended")).isEqualTo(session);
            held.end();
        }
    }

    @Test
    void events_show_a_death_as_it_happens_and_end_without_a_word_when_they_are_told_to() throws Exception {
        try (RunningProcess events = CtlCommands.at(ctl.one(), "events", "-f", "--since", "0")
                        .start();
                RunningProcess terminated =
                        CtlCommands.at(ctl.two(), "events", "-f", "--json").start();
                RunningProcess piped = CtlCommands.inShell(
                                CtlCommands.at(ctl.two(), "events", "-f"), "set -o pipefail; \"$@\" | head -n 1")
                        .start()) {
            events.awaitLine(" up +a: backend is up");
            terminated.awaitLine("\"kind\":\"up\"");
            int from = events.output().size();
            long killed = System.nanoTime();
            ctl.backend("c").process().send(Signal.KILL);
            LogLine down = events.awaitLine(from, " (down|left) +c: ");
            Figures.print("ctl events -f: a death shown after %d ms", down.millisSince(killed));
            events.send(Signal.INT);
            assertThat(events.awaitExit(CtlCommands.PATIENCE)).isEqualTo(130);
            terminated.send(Signal.TERM);
            assertThat(terminated.awaitExit(CtlCommands.PATIENCE)).isEqualTo(143);
            assertThat(piped.awaitExit(CtlCommands.PATIENCE))
                    .as(piped.output().tail())
                    .isZero();
            assertThat(piped.output().lines()).hasSize(1);
            for (RunningProcess each : List.of(events, terminated, piped)) {
                assertThat(each.output().matching(0, TRACE)).isEmpty();
            }
        }
    }

    @Test
    void each_exit_code_is_what_the_documentation_says() throws Exception {
        Path wrong = Files.writeString(folder.resolve("token"), "another-token-than-that");
        assertEnds(0, "balancer-[^ ]+ is live and ready", "status");
        assertEnds(1, "on a after 1500ms", "drain", "a", "--wait", "--timeout", "1500ms");
        assertEnds(2, "no command 'dran'.*did you mean drain..; ctl -h lists them", "dran", "a");
        assertEnds(2, "ctl weight -h shows how", "weight", "a");
        assertEnds(2, "'500' is no weight", "weight", "a", "500");
        assertEnds(2, "--state is one of ready, draining, maintenance, not tired", "backends", "--state", "tired");
        assertEnds(2, "nowhere is no address", "status", "--url", "nowhere");
        assertEnds(3, "nothing listens at http://127.0.0.1:1;", "status", "--url", "http://127.0.0.1:1");
        assertEnds(4, "the token is wrong", "drain", "a", "--token-file", wrong.toString());
        assertEnds(5, "no backend has the id nobody", "backends", "nobody");
        assertEnds(5, "nobody", "drain", "nobody", "--wait");
        assertEnds(6, "policy must be one of round-robin", "policy", "default", "best");
        assertEnds(6, "announces itself", "remove", "a");
        Outcome missing =
                CtlCommands.run(CtlCommands.at(ctl.one(), "enable", "a").withEnvironment("EQUIPOISE_ADMIN_TOKEN", ""));
        assertThat(missing.code()).isEqualTo(4);
        assertThat(missing.text()).contains("the token is missing");
        assertEnds(0, "Usage: ctl drain", "drain", "-h");

        ctl.two().process().send(Signal.STOP);
        Outcome frozen = CtlCommands.run(ctl.two(), "status", "--timeout", "500ms");
        assertThat(frozen.code()).isEqualTo(3);
        assertThat(frozen.text()).contains("does not answer within 500ms");
    }

    private void assertEnds(int code, String words, String... command) {
        Outcome outcome = run(command);
        assertThat(outcome.code()).as(outcome.text()).isEqualTo(code);
        assertThat(outcome.text()).containsPattern(words).doesNotContainPattern(TRACE);
        assertThat(code == 0 || outcome.lines().size() == 1)
                .as("one line: %s", outcome.text())
                .isTrue();
    }

    private Outcome run(String... words) {
        return CtlCommands.run(ctl.one(), words);
    }

    private void done(String... words) {
        Outcome outcome = run(words);
        assertThat(outcome.code()).as(outcome.text()).isZero();
        assertThat(outcome.lines()).hasSize(1);
    }

    private List<JsonObject> json(String... words) {
        Command command = CtlCommands.at(ctl.one(), words).with("--json");
        Outcome outcome = CtlCommands.run(command);
        assertThat(outcome.code()).as(outcome.text()).isZero();
        assertThat(outcome.lines()).isNotEmpty();
        return outcome.lines().stream().map(JsonObject::new).toList();
    }

    private static JsonObject backend(Balancer balancer, String id) {
        return Admin.json(balancer, "/api/v1/backends/" + id);
    }

    private long open(String id) {
        return backend(ctl.one(), id).getLong("open");
    }

    private static long since(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    private static void soon(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(40)).until(condition);
    }
}
