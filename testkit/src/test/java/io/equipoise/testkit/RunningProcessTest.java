package io.equipoise.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RunningProcessTest {
    @Test
    void its_lines_are_found_with_their_groups_from_a_place_on() {
        try (RunningProcess process = shell("echo port 1; echo port 2 >&2; echo port 3")) {
            LogLine second = process.awaitLine(1, "port (\\d)");
            assertThat(second.group(1)).isEqualTo("2");
            assertThat(process.awaitExit()).isZero();
            assertThat(process.output().matching(0, "port [13]")).hasSize(2);
        }
    }

    @Test
    void waiting_for_a_line_that_never_comes_shows_what_came_instead() {
        try (RunningProcess process = shell("echo something else")) {
            assertThatThrownBy(() -> process.awaitLine("up"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("something else");
        }
    }

    @Test
    void a_signal_reaches_it_and_its_exit_code_says_so() {
        try (RunningProcess process = shell("trap 'kill $!; exit 7' TERM; echo ready; sleep 600 & wait")) {
            process.awaitLine("ready");
            process.send(Signal.TERM);
            assertThat(process.awaitExit()).isEqualTo(7);
        }
    }

    @Test
    void a_stopped_process_is_killed_when_it_is_closed() {
        RunningProcess process = Command.of("sleep", "600").start();
        process.send(Signal.STOP);
        process.close();
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void its_environment_directory_and_limit_of_open_files_are_as_asked() {
        Command command = Command.of("/bin/sh", "-c", "echo $COLOUR; pwd; ulimit -n")
                .withEnvironment("COLOUR", "green")
                .in(Path.of("/"))
                .withOpenFiles(57);
        try (RunningProcess process = command.start()) {
            assertThat(process.awaitExit(Duration.ofSeconds(20))).isZero();
            assertThat(process.output().lines()).extracting(LogLine::text).containsExactly("green", "/", "57");
        }
    }

    private static RunningProcess shell(String script) {
        return Command.of("bash", "-c", script).start();
    }
}
