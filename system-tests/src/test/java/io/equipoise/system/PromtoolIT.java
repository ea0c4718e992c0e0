package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.Command;
import io.equipoise.testkit.LogLine;
import io.equipoise.testkit.RunningProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus' own parser and its rules for names find nothing to say about the metrics and what is asked of them. */
@Tag("patient")
@Tag("peers")
class PromtoolIT {
    private static final String HOSTILE = "a\"} 1\n# TYPE x\\\t\u00e9<img src=x>";

    @TempDir
    private Path folder;

    @Test
    void promtool_takes_the_text_without_a_warning() throws Exception {
        Path file = Files.writeString(folder.resolve("metrics"), SampleMetrics.text(HOSTILE));
        assertThat(said(Command.of("/bin/sh", "-c", "exec promtool check metrics < \"$0\"", file.toString())))
                .isEmpty();
    }

    @Test
    void promtool_takes_every_query_of_the_dashboard() throws Exception {
        List<Dashboard.Query> queries = Dashboard.ours().queries();
        JsonArray rules = new JsonArray();
        for (Dashboard.Query query : queries) {
            rules.add(
                    new JsonObject().put("record", "dashboard:" + rules.size()).put("expr", query.expression()));
        }
        JsonObject group = new JsonObject().put("name", "dashboard").put("rules", rules);
        Path file = Files.writeString(
                folder.resolve("rules.json"),
                new JsonObject().put("groups", new JsonArray().add(group)).encode());
        assertThat(said(Command.of("promtool", "check", "rules", file.toString())))
                .contains("SUCCESS: " + queries.size() + " rules found");
    }

    /** What it prints; it must end well. */
    private static String said(Command command) {
        try (RunningProcess process = command.start()) {
            int code = process.awaitExit();
            String said = process.output().lines().stream().map(LogLine::text).collect(Collectors.joining("\n"));
            assertThat(code).as(said).isZero();
            return said;
        }
    }
}
