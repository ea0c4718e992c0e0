package io.equipoise.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void two_reports_are_a_table_with_ratios() throws IOException {
        assertThat(compare(report("a.json", 1_000, 400), report("b.json", 1_500, 200)))
                .isZero();
        assertThat(text(out))
                .containsPattern("(?m)^requests ok +1,000 +1,500 +1.50$")
                .containsPattern("(?m)^service time p99 +400 µs +200 µs +0.50$");
        assertThat(text(err)).isEmpty();
    }

    @Test
    void a_page_is_written_when_it_is_asked_for() throws IOException {
        Path page = folder.resolve("both.html");
        assertThat(compare(report("a.json", 1, 1), "--html", page.toString(), report("b.json", 2, 2)))
                .isZero();
        assertThat(Files.readString(page)).startsWith("<!doctype html>").contains("ratio");
    }

    @Test
    void a_page_that_cannot_be_written_is_said() throws IOException {
        String page = folder.resolve("none").resolve("both.html").toString();
        assertThat(compare(report("a.json", 1, 1), report("b.json", 2, 2), "--html", page))
                .isEqualTo(2);
        assertThat(text(err)).startsWith("client: the page cannot be written: ").hasLineCount(1);
    }

    @Test
    void what_is_no_report_is_said_in_one_line() throws IOException {
        Path file = Files.writeString(folder.resolve("c.json"), "{\"a\": 1}");
        assertThat(compare(report("a.json", 1, 1), file.toString())).isEqualTo(2);
        assertThat(text(err))
                .isEqualToIgnoringNewLines("client: " + file + " is no report of the client: it has no key run");
    }

    @Test
    void a_file_that_is_not_there_is_said_in_one_line() throws IOException {
        assertThat(compare(report("a.json", 1, 1), "/none.json")).isEqualTo(2);
        assertThat(text(err)).isEqualToIgnoringNewLines("client: there is no file /none.json");
    }

    @Test
    void anything_but_two_reports_is_answered_with_how_to_use_it() {
        for (List<String> words : List.of(
                List.<String>of(),
                List.of("a"),
                List.of("a", "b", "c"),
                List.of("a", "b", "--html"),
                List.of("a", "--x"))) {
            assertThat(compare(words.toArray(String[]::new))).isEqualTo(2);
        }
        assertThat(text(err).lines())
                .hasSize(5)
                .allMatch(line -> line.contains("compare A.json B.json [--html OUT.html]"));
    }

    private String report(String name, long succeeded, long p99) throws IOException {
        String json = "{\"run\": \"a run\", \"elapsedSeconds\": 1.0, \"succeeded\": " + succeeded
                + ", \"failed\": 0, \"throughput\": " + succeeded + ".0, \"latencyMicros\":"
                + " {\"mean\": 1.0, \"p50\": 1, \"p90\": 1, \"p99\": " + p99 + ", \"p99.9\": 1, \"max\": 1}}";
        return Files.writeString(folder.resolve(name), json).toString();
    }

    private int compare(String... words) {
        return new Compare(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(List.of(words));
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
