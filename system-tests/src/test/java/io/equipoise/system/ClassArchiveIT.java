package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.Command;
import io.equipoise.testkit.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The class-data archives beside the fat jars. */
class ClassArchiveIT {
    @TempDir
    private Path folder;

    /** With {@code -Xshare:on} a JVM that cannot take its archive does not start. */
    @ParameterizedTest
    @ValueSource(strings = {"balancer-verticle", "backend-verticle", "client-verticle"})
    void each_fat_jar_has_an_archive_that_fits(String module) {
        Command command = Command.fatJar(module, "-Xshare:on").with("-h");
        assertThat(command.words()).anyMatch(word -> word.endsWith(module + "-fat.jsa"));
        assertThat(exitCode(command)).isZero();
    }

    @Test
    void an_archive_that_is_none_is_passed_over_without_a_word() throws IOException {
        Path none = Files.writeString(folder.resolve("none.jsa"), "no archive");
        assertStartsInSilence(Command.fatJar("backend-verticle").with("-h"), none);
    }

    @Test
    void an_archive_of_another_jar_is_passed_over_without_a_word() {
        Path other = jar(Command.fatJar("client-verticle")).resolveSibling("client-verticle-fat.jsa");
        assertStartsInSilence(Command.fatJar("backend-verticle").with("-h"), other);
    }

    private static void assertStartsInSilence(Command original, Path archive) {
        Command command = Command.of(original.words().stream()
                .map(word -> word.startsWith("-XX:SharedArchiveFile=") ? "-XX:SharedArchiveFile=" + archive : word)
                .toArray(String[]::new));
        try (RunningProcess process = command.start()) {
            assertThat(process.awaitExit(RunningProcess.PATIENCE)).isZero();
            assertThat(process.output().lines().get(0).text()).startsWith("Usage: ");
        }
    }

    private static int exitCode(Command command) {
        try (RunningProcess process = command.start()) {
            return process.awaitExit(RunningProcess.PATIENCE);
        }
    }

    private static Path jar(Command command) {
        return Path.of(command.words().get(command.words().indexOf("-jar") + 1));
    }
}
