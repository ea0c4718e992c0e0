package io.equipoise.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.equipoise.testkit.Command;
import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RunningProcess;
import io.equipoise.testkit.Signal;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several fat jars as one load generator, in a real cluster of their own. */
class MembersIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final String cluster = "members-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    private final int port = 10_000 + 20 * ThreadLocalRandom.current().nextInt(1_000);
    private final RawBackend backend = RawBackend.start(RawBackend::echo);

    @TempDir
    private Path folder;

    @AfterEach
    void end() {
        backend.close();
    }

    @Test
    void three_members_start_together_share_the_rate_and_give_one_report() throws IOException {
        JsonObject config = config().put("members", 3).put("rate", 300).put("duration", "4s");
        try (RunningProcess first = start("a", config);
                RunningProcess second = start("b", config);
                RunningProcess third = start("c", config)) {
            assertThat(first.awaitExit(LIMIT)).isZero();
            assertThat(second.awaitExit(LIMIT)).isZero();
            assertThat(third.awaitExit(LIMIT)).isZero();
        }
        JsonObject report = onlyReport();
        assertThat(report.getLong("succeeded")).isEqualTo(1_200);
        assertThat(report.getLong("failed")).isZero();
        assertThat(report.getJsonObject("generator").getJsonArray("processes")).hasSize(3);
        assertThat(report.getJsonObject("generator").getJsonArray("lost")).isEmpty();
        assertThat(report.getJsonArray("timeline").stream()
                        .mapToLong(second -> ((JsonObject) second).getLong("served"))
                        .sum())
                .isEqualTo(1_200);
        assertThat(backend.acceptedCount()).isEqualTo(9);
    }

    @Test
    void a_member_that_dies_is_said_and_not_waited_for() throws IOException {
        JsonObject config = config().put("members", 2).put("rate", 100).put("duration", "12s");
        int survivor;
        try (RunningProcess first = start("a", config);
                RunningProcess second = start("b", config)) {
            awaitTraffic(first);
            awaitTraffic(second);
            boolean isFirstMerger = isMerger(first, second);
            RunningProcess victim = isFirstMerger ? second : first;
            victim.send(Signal.KILL);
            survivor = (isFirstMerger ? first : second).awaitExit(LIMIT);
        }
        assertThat(survivor).isEqualTo(1);
        JsonObject report = onlyReport();
        assertThat(report.getJsonObject("generator").getJsonArray("lost")).hasSize(1);
        assertThat(report.getJsonObject("generator").getJsonArray("lost").getString(0))
                .contains("was last heard of")
                .contains("what it counted until then is in the figures");
        assertThat(report.getLong("succeeded")).isBetween(600L, 1_199L);
    }

    @Test
    void the_one_that_merges_waits_for_nobody_when_it_is_told_to_end() throws IOException {
        JsonObject config = config().put("members", 2).put("rate", 100).put("duration", "0s");
        try (RunningProcess first = start("a", config);
                RunningProcess second = start("b", config)) {
            awaitTraffic(first);
            awaitTraffic(second);
            boolean isFirstMerger = isMerger(first, second);
            RunningProcess merger = isFirstMerger ? first : second;
            RunningProcess other = isFirstMerger ? second : first;
            merger.send(Signal.TERM);
            assertThat(merger.awaitExit(LIMIT)).isEqualTo(1);
            other.send(Signal.TERM);
            other.awaitExit(LIMIT);
            merger.awaitLine("^warning +client .* still ran when the one that merges was told to end");
        }
        assertThat(onlyReport().getLong("succeeded")).isPositive();
    }

    @Test
    void members_that_do_not_come_are_said_in_one_line() {
        JsonObject config = config().put("members", 2).put("membersTimeout", "3s");
        try (RunningProcess alone = start("a", config)) {
            assertThat(alone.awaitExit(LIMIT)).isEqualTo(15);
            alone.awaitLine("client cannot start: run \"default\": 1 of 2 members came within 3 s; start the others");
        }
    }

    @Test
    void members_with_different_loads_refuse_to_start() {
        JsonObject config = config().put("members", 2).put("duration", "5s");
        try (RunningProcess first = start("a", config.copy().put("rate", 100));
                RunningProcess second = start("b", config.copy().put("rate", 200))) {
            assertThat(first.awaitExit(LIMIT)).isEqualTo(15);
            assertThat(second.awaitExit(LIMIT)).isEqualTo(15);
            first.awaitLine("the clients have different loads; allowed is the same configuration for each");
        }
    }

    private static void awaitTraffic(RunningProcess client) {
        await().atMost(LIMIT)
                .until(() -> !client.output().matching(0, "[1-9][0-9,]* req/s").isEmpty());
    }

    /** The one that merges says at its start that it does. */
    private static boolean isMerger(RunningProcess first, RunningProcess second) {
        first.awaitLine("the run has its members");
        second.awaitLine("the run has its members");
        return !first.output()
                .matching(0, "the run has its members.*merges=true")
                .isEmpty();
    }

    private JsonObject onlyReport() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            Path[] found = files.toArray(Path[]::new);
            assertThat(found).hasSize(1);
            return new JsonObject(Files.readString(found[0]));
        }
    }

    private JsonObject config() {
        return new JsonObject().put("target", "127.0.0.1:" + backend.port()).put("connections", 9);
    }

    private RunningProcess start(String name, JsonObject config) {
        String report = folder.resolve(name + ".json").toString();
        return Command.fatJar(
                        "client-verticle",
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dequipoise.cluster.name=" + cluster,
                        "-Dequipoise.cluster.port=" + port)
                .withName("client " + name)
                .with("-cluster", "-conf", config.copy().put("report", report).encode())
                .start();
    }
}
