package io.equipoise.client.report;

import io.equipoise.client.report.plot.Markup;
import io.equipoise.client.report.plot.Series;
import java.util.List;
import java.util.Locale;

/**
 * One page that holds all that it shows: it needs no network, no script and no other file. Every text that comes from a
 * run is escaped.
 */
public final class HtmlReport {
    private HtmlReport() {}

    /** The page of one run. */
    public static String of(RunFile run) {
        return page("Load of " + Units.number(run.succeeded()) + " requests", List.of(run), figures(run));
    }

    /** The page of two runs, laid over each other. */
    public static String of(Comparison comparison) {
        RunFile first = comparison.first();
        RunFile second = comparison.second();
        return page(
                first.name() + " and " + second.name(),
                List.of(first, second),
                comparison.table().html());
    }

    private static String page(String title, List<RunFile> runs, String figures) {
        StringBuilder html = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n");
        html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.append("<meta http-equiv=\"content-security-policy\""
                + " content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
        html.append("<title>").append(Markup.escape(title)).append("</title>\n<style>\n");
        html.append(PageStyle.CSS).append("</style></head><body><main>\n");
        html.append("<h1>").append(Markup.escape(title)).append("</h1>\n");
        for (RunFile run : runs) {
            String name = runs.size() == 1 ? "" : run.name() + ": ";
            html.append("<p class=\"setup\">")
                    .append(Markup.escape(name + run.setup()))
                    .append("</p>\n");
            notes(html, run);
        }
        html.append(figures);
        plots(html, runs);
        return html.append("</main></body></html>\n").toString();
    }

    private static void notes(StringBuilder html, RunFile run) {
        if (!run.notes().isEmpty()) {
            html.append("<ul class=\"notes\">");
            run.notes()
                    .forEach(note ->
                            html.append("<li>").append(Markup.escape(note)).append("</li>"));
            html.append("</ul>\n");
        }
    }

    private static String figures(RunFile run) {
        Table table = new Table("", "mean", "p50", "p90", "p99", "p99.9", "max");
        run.sinceIntended().ifPresent(latency -> addLatency(table, "latency from the intended start", latency));
        addLatency(table, "service time", run.service());
        return new Table("requests", "failed", "seconds", "requests/s")
                        .row(
                                Units.number(run.succeeded()) + " ok",
                                Units.number(run.failed()),
                                Units.number(run.elapsedSeconds()),
                                Units.number(run.throughput()))
                        .html()
                + table.html();
    }

    private static void addLatency(Table table, String name, RunFile.Latencies latency) {
        table.row(
                name,
                Units.micros(latency.mean()),
                Units.micros(latency.p50()),
                Units.micros(latency.p90()),
                Units.micros(latency.p99()),
                Units.micros(latency.p999()),
                Units.micros(latency.max()));
    }

    private static void plots(StringBuilder html, List<RunFile> runs) {
        RunPlots plots = new RunPlots(runs);
        if (runs.stream().anyMatch(run -> !run.timeline().isEmpty())) {
            section(html, "Rate over time", plots.rates().svg(), plots.rateLines());
            section(html, "Latency over time", plots.latencies().svg(), plots.latencyLines());
            runs.forEach(run -> timeline(html, run));
        }
        if (runs.stream().anyMatch(run -> !run.curve().isEmpty())) {
            section(html, "Latency by percentile", plots.curves().svg(), plots.curveLines());
            runs.forEach(run -> curve(html, run));
        }
        for (int i = 0; i < runs.size(); i++) {
            String name = runs.size() == 1 ? "" : ", " + runs.get(i).name();
            if (!runs.get(i).backends().isEmpty()) {
                section(html, "Backends" + name, plots.backends(i).svg(), List.of());
                backends(html, runs.get(i));
            }
            if (!runs.get(i).failures().isEmpty()) {
                section(html, "Failures" + name, plots.failures(i).svg(), List.of());
                failures(html, runs.get(i));
            }
        }
    }

    private static void section(StringBuilder html, String title, String svg, List<Series> legend) {
        html.append("<h2>").append(Markup.escape(title)).append("</h2>\n<figure>");
        if (!legend.isEmpty()) {
            html.append("<ul class=\"legend\">");
            legend.forEach(line -> html.append("<li><i class=\"")
                    .append(Markup.escape(line.style()))
                    .append("\"></i>")
                    .append(Markup.escape(line.name()))
                    .append("</li>"));
            html.append("</ul>\n");
        }
        html.append(svg).append("</figure>\n");
    }

    private static void timeline(StringBuilder html, RunFile run) {
        Table table = new Table("second", "asked/s", "served/s", "failed", "open", "p50", "p90", "p99", "p99.9");
        for (Moment moment : run.timeline()) {
            table.row(
                    Units.number(moment.from()),
                    moment.askedPerSecond().isPresent()
                            ? Units.number(moment.askedPerSecond().getAsDouble())
                            : "",
                    Units.number(moment.servedPerSecond()),
                    Units.number(moment.failed()),
                    Units.number(moment.open()),
                    Units.micros(moment.latency().p50()),
                    Units.micros(moment.latency().p90()),
                    Units.micros(moment.latency().p99()),
                    Units.micros(moment.latency().p999()));
        }
        details(html, "Second by second: " + run.name(), table);
    }

    private static void curve(StringBuilder html, RunFile run) {
        Table table = new Table("percentile", "latency");
        run.curve().forEach(point -> table.row(percent(point.percentile()), Units.micros(point.micros())));
        details(html, "Percentiles: " + run.name(), table);
    }

    private static void backends(StringBuilder html, RunFile run) {
        Table table = new Table("backend", "requests", "connections");
        run.backends()
                .forEach(share ->
                        table.row(share.id(), Units.number(share.requests()), Units.number(share.connections())));
        html.append(table.html());
    }

    private static void failures(StringBuilder html, RunFile run) {
        Table table = new Table("reason", "requests");
        run.failures().forEach((reason, count) -> table.row(Failure.labelOf(reason), Units.number(count)));
        html.append(table.html());
    }

    private static void details(StringBuilder html, String title, Table table) {
        html.append("<details><summary>").append(Markup.escape(title)).append("</summary>\n");
        html.append(table.html()).append("</details>\n");
    }

    private static String percent(double percentile) {
        String text = String.format(Locale.ROOT, "%.4f", percentile);
        return text.replaceFirst("\\.?0+$", "");
    }
}
