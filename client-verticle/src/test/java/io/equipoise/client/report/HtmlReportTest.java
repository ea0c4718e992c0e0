package io.equipoise.client.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
    private static final String EVIL = "<img src=x onerror=alert(1)>";

    private final ClientReport report = new ClientReport();
    private final Timeline timeline = new Timeline();

    @Test
    void the_page_shows_each_plot_and_the_figures_below_it() throws InvalidReport {
        run("web-1", 100);
        report.failure(Failure.RESET);
        String page = HtmlReport.of(read("run", true));
        assertThat(page)
                .contains("<title id=\"rates-title\">Rate over time</title>")
                .contains("<title id=\"latencies-title\">Latency over time</title>")
                .contains("<title id=\"curve-title\">Latency by percentile</title>")
                .contains("<title id=\"backends-0-title\">Share of each backend</title>")
                .contains("<title id=\"failures-0-title\">Failures by reason</title>")
                .contains("<th scope=\"row\">web-1</th><td>400</td><td>4</td>")
                .contains("<th scope=\"row\">reset</th><td>1</td>")
                .contains("<th scope=\"row\">latency from the intended start</th>")
                .contains("Second by second");
    }

    @Test
    void the_page_needs_nothing_from_elsewhere() throws InvalidReport {
        run("web-1", 10);
        assertThat(HtmlReport.of(read("run", true)))
                .doesNotContain("<script", "src=", "href=", "url(", "http:", "https:", "@import")
                .contains("default-src 'none'")
                .contains("prefers-color-scheme: dark");
    }

    @Test
    void a_backend_whose_id_looks_like_markup_is_shown_as_text() throws InvalidReport {
        run(EVIL, 10);
        String page = HtmlReport.of(read(EVIL, true));
        assertThat(page).contains("&lt;img src=x onerror=alert(1)&gt;").doesNotContain("<img");
        String both = HtmlReport.of(new Comparison(read(EVIL, true), read("</style><script>", true)));
        assertThat(both).contains("&lt;img src=x onerror=alert(1)&gt;").doesNotContain("<img", "<script");
    }

    @Test
    void what_made_the_figures_doubtful_stands_above_them() throws InvalidReport {
        run("web-1", 10);
        report.startedLateForBusyConnections(Duration.ofMillis(250).toNanos());
        report.neverStarted(7);
        Summary summary = new Summary(
                "a run",
                true,
                Duration.ofSeconds(4),
                report,
                List.of(),
                List.of(new GeneratorUse(1, 1, 4, 4, 1, 0)),
                List.of());
        RunFile run = RunFile.of("run", JsonReport.of(summary));
        assertThat(run.notes())
                .containsExactly(
                        "The client was the limit: it used 1.0 of 1 processors; share the run with another machine"
                                + " (members).",
                        "1 requests started late, at p99 by 250 ms, because every connection was busy.",
                        "7 requests never started: every connection was busy to the end.");
        assertThat(HtmlReport.of(run)).contains("<li>7 requests never started");
    }

    @Test
    void a_run_without_any_answer_has_a_page_too() throws InvalidReport {
        report.failure(Failure.CONNECT_REFUSED);
        timeline.add(0, report, 0);
        assertThat(HtmlReport.of(read("run", false)))
                .contains("connect refused")
                .doesNotContain("NaN", "Infinity");
    }

    @Test
    void two_runs_are_laid_over_each_other() throws InvalidReport {
        run("web-1", 100);
        RunFile first = read("before", true);
        run("web-2", 100);
        String page = HtmlReport.of(new Comparison(first, read("after", true)));
        assertThat(page)
                .contains("<h1>before and after</h1>")
                .contains("</i>served, before</li>")
                .contains("</i>p99, after</li>")
                .contains("class=\"run-b\"")
                .contains("<th scope=\"col\">ratio</th>");
    }

    @Test
    void the_table_of_two_runs_has_ratios_and_each_reason_of_failure() throws InvalidReport {
        run("web-1", 100);
        RunFile first = read("a.json", true);
        run("web-1", 100);
        report.failure(Failure.RESET);
        String text = new Comparison(first, read("b.json", true)).text();
        assertThat(text)
                .containsPattern("(?m)^requests ok +400 +800 +2.00$")
                .containsPattern("(?m)^requests/s +100 +200 +2.00$")
                .containsPattern("(?m)^from the intended start p99 +20 ms +20 ms +1.00$")
                .containsPattern("(?m)^reset +0 +1 +new$")
                .contains("a.json: a run");
    }

    @Test
    void what_is_no_report_is_refused_with_what_is_wrong() {
        assertThatThrownBy(() -> RunFile.parse("a.json", "nonsense"))
                .isInstanceOf(InvalidReport.class)
                .hasMessage("a.json is no report of the client: it is no JSON object");
        assertThatThrownBy(() -> RunFile.parse("a.json", "{\"run\": \"x\"}"))
                .isInstanceOf(InvalidReport.class)
                .hasMessage("a.json is no report of the client: it has no key succeeded");
        assertThatThrownBy(() -> RunFile.parse(
                        "a.json", "{\"run\": \"x\", \"succeeded\": \"1\", \"failed\": 0, \"latencyMicros\": {}}"))
                .isInstanceOf(InvalidReport.class)
                .hasMessageStartingWith("a.json is no whole report of the client");
    }

    @Test
    void a_report_from_before_there_were_time_lines_can_still_be_read() throws InvalidReport {
        run("web-1", 10);
        JsonObject json = JsonReport.of(summary(false));
        json.remove("timeline");
        json.remove("percentileCurves");
        json.remove("generator");
        RunFile old = RunFile.of("old", json);
        assertThat(HtmlReport.of(old)).doesNotContain("Rate over time", "Latency by percentile");
        assertThat(HtmlReport.of(new Comparison(old, old))).contains("old and old");
    }

    /** Four seconds with so many right answers each. */
    private void run(String backend, int perSecond) {
        for (int second = 0; second < 4; second++) {
            ClientReport counted = new ClientReport();
            for (int i = 0; i < perSecond; i++) {
                counted.success(
                        backend,
                        i == 0,
                        Duration.ofMillis(1).toNanos(),
                        Duration.ofMillis(20).toNanos());
            }
            timeline.add(second, counted, 5);
            report.add(counted);
        }
    }

    private RunFile read(String name, boolean paced) throws InvalidReport {
        return RunFile.parse(name, JsonReport.of(summary(paced)).encode());
    }

    private Summary summary(boolean paced) {
        Timeline.Asked asked = (from, to) -> paced ? OptionalDouble.of((to - from) * 100) : OptionalDouble.empty();
        return new Summary(
                "a run", paced, Duration.ofSeconds(4), report, timeline.moments(4, asked), List.of(), List.of());
    }
}
