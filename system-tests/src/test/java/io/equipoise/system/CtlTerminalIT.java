package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.system.CtlCommands.Outcome;
import io.equipoise.testkit.Command;
import io.equipoise.testkit.RunningProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ctl top} on a terminal, which {@code script} of util-linux makes, and on none. */
@Tag("patient")
@Tag("peers")
class CtlTerminalIT {
    private static final String FRAME = "\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z  2 balancers";
    private static final String BACKEND = "^a +default +.*ready.*up.* 100 +";
    private static final String OWN_PAGE = "\u001b\\[\\?1049h";
    private static final String OLD_PAGE = "\u001b\\[\\?25h\u001b\\[\\?1049l";

    private CtlCommands ctl;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() {
        ctl = new CtlCommands("a", "b");
    }

    @AfterEach
    void stop() {
        ctl.close();
    }

    @Test
    void on_a_terminal_it_refreshes_until_q_and_leaves_the_terminal_as_it_was() throws Exception {
        assertShowsUntil("q", 0);
    }

    @Test
    void an_interrupt_leaves_the_terminal_as_it_was_too() throws Exception {
        assertShowsUntil("\u0003", 130);
    }

    @Test
    void without_a_terminal_it_prints_over_and_over_or_once_and_ends_with_its_reader() {
        Command top = CtlCommands.at(ctl.one(), "top", "--interval", "200ms");
        try (RunningProcess printing = top.start()) {
            printing.awaitLine(BACKEND);
            int shown = printing.output().size();
            printing.awaitLine(shown, BACKEND);
            assertThat(printing.output().matching(0, "\u001b")).isEmpty();
        }
        Outcome once = CtlCommands.run(top.with("--once"));
        assertThat(once.code()).isZero();
        assertThat(once.lines()).filteredOn(line -> line.matches(FRAME)).hasSize(1);
        Outcome head = CtlCommands.run(CtlCommands.inShell(top, "set -o pipefail; \"$@\" | head -n 1"));
        assertThat(head.code()).as(head.text()).isZero();
        assertThat(head.lines()).hasSize(1);
    }

    private void assertShowsUntil(String key, int code) throws IOException {
        Path keys = folder.resolve("keys");
        assertThat(CtlCommands.run(Command.of("mkfifo", keys.toString())).code())
                .isZero();
        try (RunningProcess top = onTerminal(keys);
                OutputStream keyboard = Files.newOutputStream(keys)) {
            int page = top.awaitLine(OWN_PAGE).index();
            top.awaitLine(page, BACKEND);
            int shown = top.output().size();
            top.awaitLine(top.awaitLine(shown, FRAME).index() + 1, BACKEND);
            keyboard.write(key.getBytes(StandardCharsets.UTF_8));
            keyboard.flush();
            assertThat(top.awaitLine("code (\\d+)").group(1)).isEqualTo(String.valueOf(code));
            top.awaitLine(page, OLD_PAGE);
            String before = top.awaitLine("before ([0-9a-f:]+)").group(1);
            assertThat(top.awaitLine("after ([0-9a-f:]+)").group(1)).isEqualTo(before);
        }
    }

    /** A shell on a terminal of its own, whose keys come from there, tells how the terminal was before and after. */
    private RunningProcess onTerminal(Path keys) {
        Command top = CtlCommands.at(ctl.one(), "top", "--interval", "200ms");
        String words = top.words().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        String session = "trap : INT; stty rows 30 cols 120; echo before $(stty -g); " + words
                + "; code=$?; echo; echo code $code; echo after $(stty -g)";
        return new Command(
                        "ctl top on a terminal",
                        top.prefix(),
                        List.of("bash", "-c", "exec script -qec \"$0\" /dev/null <\"$1\"", session, keys.toString()),
                        top.environment(),
                        top.directory(),
                        top.openFiles())
                .withEnvironment("TERM", "xterm")
                .withEnvironment("SHELL", "/bin/bash")
                .start();
    }
}
