package io.equipoise.client.report;

import io.equipoise.client.report.plot.Axis;
import io.equipoise.client.report.plot.BarPlot;
import io.equipoise.client.report.plot.LinePlot;
import io.equipoise.client.report.plot.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.DoubleStream;

/** The plots of one run or of two, laid over each other. The styles of the lines are classes of {@link PageStyle}. */
final class RunPlots {
    private static final String[] RUN = {"run-a", "run-b"};

    private final List<RunFile> runs;

    RunPlots(List<RunFile> runs) {
        this.runs = runs;
    }

    /** The rates asked for and served; empty without a time line. */
    List<Series> rateLines() {
        List<Series> lines = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            List<Moment> timeline = runs.get(i).timeline();
            if (timeline.stream().anyMatch(moment -> moment.askedPerSecond().isPresent())) {
                lines.add(line(
                        i,
                        "asked",
                        "asked dashed",
                        timeline,
                        moment -> moment.askedPerSecond().orElse(Double.NaN)));
            }
            lines.add(line(i, "served", RUN[i], timeline, Moment::servedPerSecond));
        }
        return lines;
    }

    LinePlot rates() {
        List<Series> lines = rateLines();
        return new LinePlot(
                "rates",
                "Rate over time",
                "Requests a second over the time of the run: " + names(lines),
                time(),
                Axis.linear("requests/s", largest(lines), Units::number),
                lines);
    }

    /** Latency quantiles over time; four for one run, two for each of two. */
    List<Series> latencyLines() {
        List<Series> lines = new ArrayList<>();
        if (runs.size() == 1) {
            List<Moment> timeline = runs.get(0).timeline();
            lines.add(line(0, "p50", "q50", timeline, quantile(Moment.Quantiles::p50)));
            lines.add(line(0, "p90", "q90", timeline, quantile(Moment.Quantiles::p90)));
            lines.add(line(0, "p99", "q99", timeline, quantile(Moment.Quantiles::p99)));
            lines.add(line(0, "p99.9", "q999", timeline, quantile(Moment.Quantiles::p999)));
            return lines;
        }
        for (int i = 0; i < runs.size(); i++) {
            List<Moment> timeline = runs.get(i).timeline();
            lines.add(line(i, "p50", RUN[i] + " dashed", timeline, quantile(Moment.Quantiles::p50)));
            lines.add(line(i, "p99", RUN[i], timeline, quantile(Moment.Quantiles::p99)));
        }
        return lines;
    }

    LinePlot latencies() {
        List<Series> lines = latencyLines();
        return new LinePlot(
                "latencies",
                "Latency over time",
                "Latency quantiles over the time of the run, on a logarithmic scale: " + names(lines),
                time(),
                micros(lines),
                lines);
    }

    /** Percentiles against latency. */
    List<Series> curveLines() {
        List<Series> lines = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            RunFile run = runs.get(i);
            lines.add(new Series(
                    runs.size() == 1 ? "latency" : run.name(),
                    RUN[i],
                    run.curve().stream()
                            .map(point ->
                                    new Series.Point(Axis.nines(point.percentile() / 100), positive(point.micros())))
                            .toList()));
        }
        return lines;
    }

    LinePlot curves() {
        List<Series> lines = curveLines();
        double last = runs.stream()
                .flatMap(run -> run.curve().stream())
                .mapToDouble(RunFile.CurvePoint::percentile)
                .max()
                .orElse(0);
        return new LinePlot(
                "curve",
                "Latency by percentile",
                "The latency that so many percent of the requests did not exceed: " + names(lines),
                Axis.percentiles("percentile", last / 100),
                micros(lines),
                lines);
    }

    /** Who answered how many. */
    BarPlot backends(int run) {
        RunFile file = runs.get(run);
        return new BarPlot(
                "backends-" + run,
                "Share of each backend",
                "Requests that each backend has answered",
                file.backends().stream()
                        .map(share -> new BarPlot.Bar(
                                share.id(),
                                RUN[run],
                                share.requests(),
                                Units.number(share.requests()) + " ("
                                        + Units.number(Math.round(1000.0 * share.requests() / file.succeeded()) / 10.0)
                                        + " %)"))
                        .toList());
    }

    /** Why requests failed. */
    BarPlot failures(int run) {
        return new BarPlot(
                "failures-" + run,
                "Failures by reason",
                "Requests that failed, by reason",
                runs.get(run).failures().entrySet().stream()
                        .map(entry -> new BarPlot.Bar(
                                Failure.labelOf(entry.getKey()),
                                "bad",
                                entry.getValue(),
                                Units.number(entry.getValue())))
                        .toList());
    }

    private Axis time() {
        double end = runs.stream()
                .flatMap(run -> run.timeline().stream())
                .mapToDouble(moment -> moment.from() + moment.seconds())
                .max()
                .orElse(1);
        return Axis.upTo("seconds from the start", end, Units::number);
    }

    private Series line(int run, String name, String style, List<Moment> timeline, ToDoubleFunction<Moment> value) {
        return new Series(
                runs.size() == 1 ? name : name + ", " + runs.get(run).name(),
                runs.size() == 2 && style.startsWith("asked") ? style + " " + RUN[run] : style,
                timeline.stream()
                        .map(moment ->
                                new Series.Point(moment.from() + moment.seconds() / 2, value.applyAsDouble(moment)))
                        .toList());
    }

    /** A second without an answer has no latency. */
    private static ToDoubleFunction<Moment> quantile(ToLongFunction<Moment.Quantiles> which) {
        return moment -> moment.succeeded() == 0 ? Double.NaN : positive(which.applyAsLong(moment.latency()));
    }

    private static double positive(long micros) {
        return Math.max(1, micros);
    }

    private static Axis micros(List<Series> lines) {
        double smallest = values(lines).min().orElse(1);
        return Axis.logarithmic("latency", smallest, Math.max(smallest, largest(lines)), Units::micros);
    }

    private static double largest(List<Series> lines) {
        return values(lines).max().orElse(1);
    }

    private static DoubleStream values(List<Series> lines) {
        return lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Series.Point::y)
                .filter(Double::isFinite);
    }

    private static String names(List<Series> lines) {
        return String.join(", ", lines.stream().map(Series::name).toList());
    }
}
