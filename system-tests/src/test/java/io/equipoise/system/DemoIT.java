package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.equipoise.testkit.Command;
import io.equipoise.testkit.RunningProcess;
import io.equipoise.testkit.Signal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./demo} as somebody runs it who sees Equipoise for the first time. */
@Tag("patient")
class DemoIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String NO_FAILURE = "^ +requests +[1-9][0-9,]* ok, 0 failed$";

    @TempDir
    private Path logs;

    @Test
    void it_shows_a_death_and_two_joins_and_leaves_nothing_behind() {
        try (RunningProcess demo = demo("--for", "10s")) {
            awaitLine(demo, "backend-4.*backend-5");
            List<ProcessHandle> children = children(demo);
            assertThat(children).hasSizeGreaterThanOrEqualTo(6);
            assertThat(demo.awaitExit(PATIENCE)).as(demo.output().tail()).isZero();
            for (int i = 1; i <= 5; i++) {
                demo.awaitLine("backend-" + i + " is up");
            }
            demo.awaitLine("SIGKILL to backend-2");
            demo.awaitLine("backend-2 is down");
            demo.awaitLine("^ +requests +[1-9][0-9,]* ok, [0-9]+ failed$");
            demo.awaitLine("[1-9][0-9]* connections ran through backend-2 when it was killed; requests that failed: ");
            assertThat(children).noneMatch(ProcessHandle::isAlive);
        }
    }

    @Test
    void an_interrupt_ends_it_early_and_in_order() throws Exception {
        try (RunningProcess demo = demo()) {
            awaitLine(demo, "req/s, 0 failed");
            assertInvites(demo);
            List<ProcessHandle> children = children(demo);
            assertThat(children).hasSizeGreaterThanOrEqualTo(5);
            demo.send(Signal.INT);
            assertThat(demo.awaitExit(PATIENCE)).as(demo.output().tail()).isZero();
            demo.awaitLine(NO_FAILURE);
            demo.awaitLine("backend-3 has left");
            assertThat(children).noneMatch(ProcessHandle::isAlive);
        }
    }

    @Test
    void a_kill_takes_its_processes_along() {
        try (RunningProcess demo = demo()) {
            awaitLine(demo, "the balancer listens on");
            List<ProcessHandle> children = children(demo);
            assertThat(children).isNotEmpty();
            demo.send(Signal.KILL);
            await().atMost(PATIENCE).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void an_argument_that_cannot_be_is_refused() {
        try (RunningProcess demo = demo("--for", "soon")) {
            assertThat(demo.awaitExit(PATIENCE)).isEqualTo(2);
            demo.awaitLine("--for is \"soon\"; allowed is 20s, 5m, 1h");
        }
    }

    /** The address of the dashboard and the command line that it prints are to be tried, and work. */
    private static void assertInvites(RunningProcess demo) throws Exception {
        String address = demo.awaitLine("dashboard: (http://127.0.0.1:\\d+/)$").group(1);
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE).build();
        HttpResponse<String> page = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<title>");
        String[] ctl = demo.awaitLine("^ +(\\S*java -jar .* ctl --url .* top)$")
                .group(1)
                .split(" ");
        try (RunningProcess once = Command.of(ctl).with("--once").start()) {
            assertThat(once.awaitExit(PATIENCE)).isZero();
            once.awaitLine("^backend-1 +default");
        }
    }

    /** A test that is itself run in the background hands on that interrupts are ignored; the demo is to hear them. */
    private RunningProcess demo(String... arguments) {
        return Command.of(script().toString())
                .withName("demo")
                .with(arguments)
                .behind("env", "--default-signal=INT")
                .withEnvironment("TMPDIR", logs.toString())
                .start();
    }

    private static void awaitLine(RunningProcess demo, String line) {
        demo.output().await(0, line, PATIENCE);
    }

    private static List<ProcessHandle> children(RunningProcess demo) {
        return ProcessHandle.of(demo.pid()).orElseThrow().descendants().toList();
    }

    private static Path script() {
        Path script =
                Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("demo");
        assertThat(Files.isExecutable(script)).as("%s can be run", script).isTrue();
        return script;
    }
}
