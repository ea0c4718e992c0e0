package io.equipoise.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.equipoise.cluster.launch.InvalidConfig;
import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RefusingPort;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientVerticleIT {
    private final Vertx vertx = Vertx.vertx();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();

    @AfterEach
    void end() {
        join(vertx.close());
    }

    @Test
    void a_run_prints_lines_and_a_summary_and_ends_with_0() {
        try (RawBackend backend = RawBackend.start(connection -> LoadGeneratorIT.echoAs("echo-1", connection))) {
            join(deploy(1, config(backend.port()).put("duration", "1s").put("reportInterval", "100ms")));
            assertThat(awaitExit()).isZero();
            assertThat(text())
                    .startsWith("5 connections (kept) to 127.0.0.1:" + backend.port() + ", tcp-echo of 64B")
                    .containsPattern("(?m)^ +[01]s +[0-9,]+ req/s +0 failed +[0-9] open .* echo-1 100%$")
                    .containsPattern("(?m)^requests +[0-9,]+ ok, 0 failed$")
                    .containsPattern("(?m)^backends +100.0 %  echo-1  [0-9,]+ requests, 5 connections$");
        }
    }

    @Test
    void a_run_with_one_failed_request_ends_with_1() {
        try (RefusingPort port = RefusingPort.refusing()) {
            join(deploy(1, config(port.port()).put("requests", 1)));
            assertThat(awaitExit()).isEqualTo(1);
            assertThat(text()).containsPattern("(?m)^failures +connect refused 1$");
        }
    }

    @Test
    void several_verticles_share_one_run() {
        try (RawBackend backend = RawBackend.start(RawBackend::echo)) {
            join(deploy(3, config(backend.port()).put("requests", 100)));
            assertThat(awaitExit()).isZero();
            assertThat(backend.acceptedCount()).isEqualTo(5);
            assertThat(text()).containsOnlyOnce("throughput").contains("100 ok, 0 failed");
        }
    }

    @Test
    void more_verticles_than_connections_cannot_be() {
        assertThatThrownBy(() -> join(deploy(6, config(1))))
                .hasCauseInstanceOf(InvalidConfig.class)
                .hasMessageContaining("connections is 5; allowed is at least 1 for each of 6 instances");
    }

    @Test
    void without_a_target_and_without_a_cluster_it_says_what_to_do() {
        assertThatThrownBy(() -> join(deploy(1, new JsonObject())))
                .hasCauseInstanceOf(InvalidConfig.class)
                .hasMessageContaining("target is missing")
                .hasMessageContaining("-cluster");
    }

    @Test
    void undeploying_it_early_prints_the_summary_of_what_was() {
        try (RawBackend backend = RawBackend.start(RawBackend::echo)) {
            String id =
                    join(deploy(2, config(backend.port()).put("duration", "0s").put("reportInterval", "100ms")));
            await().atMost(Duration.ofSeconds(30)).until(() -> text().contains("unknown 100%"));
            join(vertx.undeploy(id));
            assertThat(text()).containsPattern("(?m)^requests +[0-9,]+ ok, 0 failed$");
            assertThat(awaitExit()).isZero();
        }
    }

    @Test
    void stages_run_one_after_the_other_over_several_event_loops() {
        JsonArray stages = new JsonArray()
                .add(new JsonObject().put("rate", 200).put("ramp", "1s"))
                .add(new JsonObject().put("rate", 50).put("hold", "1s"));
        try (RawBackend backend = RawBackend.start(RawBackend::echo)) {
            join(deploy(3, config(backend.port()).put("stages", stages)));
            assertThat(awaitExit()).isZero();
            assertThat(text()).containsPattern("(?m)^requests +150 ok, 0 failed$");
        }
    }

    @Test
    void the_summary_is_written_as_json(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("report.json");
        try (RawBackend backend = RawBackend.start(RawBackend::echo)) {
            join(deploy(1, config(backend.port()).put("requests", 7).put("report", file.toString())));
            assertThat(awaitExit()).isZero();
            JsonObject report = new JsonObject(Files.readString(file));
            assertThat(report.getLong("succeeded")).isEqualTo(7);
            assertThat(report.getLong("failed")).isZero();
        }
    }

    @Test
    void the_report_has_a_time_line_whose_seconds_add_up(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("report.json");
        try (RawBackend backend = RawBackend.start(RawBackend::echo)) {
            JsonObject config = config(backend.port())
                    .put("rate", 200)
                    .put("duration", "3s")
                    .put("report", file.toString());
            join(deploy(2, config));
            assertThat(awaitExit()).isZero();
        }
        JsonObject report = new JsonObject(Files.readString(file));
        long succeeded = 0;
        double asked = 0;
        for (Object each : report.getJsonArray("timeline")) {
            JsonObject second = (JsonObject) each;
            succeeded += second.getLong("served");
            asked += second.getDouble("askedPerSecond") * second.getDouble("seconds");
        }
        assertThat(report.getJsonArray("timeline").size()).isGreaterThanOrEqualTo(3);
        assertThat(succeeded).isEqualTo(600).isEqualTo(report.getLong("succeeded"));
        assertThat(asked).isCloseTo(600, within(2.0));
        JsonObject process =
                report.getJsonObject("generator").getJsonArray("processes").getJsonObject(0);
        assertThat(process.getInteger("eventLoops")).isEqualTo(2);
        assertThat(process.getDouble("cpuSeconds")).isPositive();
        assertThat(process.getDouble("busiestEventLoop")).isBetween(0.0, 1.1);
        assertThat(report.getJsonObject("generator")
                        .getJsonObject("timerLagMicros")
                        .getLong("count"))
                .isPositive();
    }

    @Test
    void the_report_is_written_as_a_page_in_which_an_evil_backend_is_text(@TempDir Path directory) throws IOException {
        Path page = directory.resolve("report.html");
        String id = "<img src=x onerror=alert(1)>";
        try (RawBackend backend = RawBackend.start(connection -> LoadGeneratorIT.echoAs(id, connection))) {
            join(deploy(1, config(backend.port()).put("requests", 100).put("html", page.toString())));
            assertThat(awaitExit()).isZero();
        }
        assertThat(Files.readString(page))
                .startsWith("<!doctype html>")
                .contains("&lt;img src=x onerror=alert(1)&gt;")
                .doesNotContain("<img");
    }

    @Test
    void a_report_that_cannot_be_written_ends_with_1(@TempDir Path directory) {
        try (RawBackend backend = RawBackend.start(RawBackend::echo)) {
            String file = directory.resolve("missing").resolve("report.json").toString();
            join(deploy(1, config(backend.port()).put("requests", 7).put("report", file)));
            assertThat(awaitExit()).isEqualTo(1);
        }
    }

    private Future<String> deploy(int instances, JsonObject config) {
        return vertx.deployVerticle(
                () -> new ClientVerticle(out, System::nanoTime, exitCode::complete),
                new DeploymentOptions().setInstances(instances).setConfig(config));
    }

    private static JsonObject config(int port) {
        return new JsonObject().put("target", "127.0.0.1:" + port).put("connections", 5);
    }

    private int awaitExit() {
        return exitCode.orTimeout(60, TimeUnit.SECONDS).join();
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
