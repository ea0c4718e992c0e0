package io.equipoise.client.report;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A run in words: a line each second while it lasts, and a summary at its end. */
public final class TextReport {
    private static final int BACKENDS_IN_A_LINE = 6;

    private TextReport() {}

    /**
     * The line for one interval.
     *
     * @param since from the start of the run
     * @param interval how long was counted
     * @param report what happened in the interval
     * @param open connections at its end
     */
    public static String line(Duration since, Duration interval, ClientReport report, int open) {
        return format(
                "%4ds %,9.0f req/s %,6d failed %,6d open   p50 %s  p99 %s%s",
                Math.round(since.toMillis() / 1e3),
                report.succeeded() * 1e9 / Math.max(1, interval.toNanos()),
                report.failed(),
                open,
                millis(report.service().quantileMicros(0.5)),
                millis(report.service().quantileMicros(0.99)),
                shares(report));
    }

    /** The whole run. */
    public static String summary(Summary summary) {
        ClientReport report = summary.report();
        StringBuilder text = new StringBuilder();
        row(text, "run", format("%.1f s, %s", summary.elapsed().toMillis() / 1e3, summary.setup()));
        row(text, "requests", format("%,d ok, %,d failed", report.succeeded(), report.failed()));
        if (report.failed() > 0) {
            row(text, "failures", failures(report));
        }
        if (report.connectionsLostIdle() > 0) {
            row(
                    text,
                    "reopened",
                    format("%,d connections that ended between two requests", report.connectionsLostIdle()));
        }
        if (report.connectRetries() > 0) {
            row(text, "retried", format("%,d connects, each before a byte was sent", report.connectRetries()));
        }
        lateStarts(text, report);
        row(text, "throughput", format("%,.0f requests/s", summary.throughput()));
        row(text, "latency", quantiles(report.service()) + "  (service time, connecting included)");
        if (summary.paced()) {
            row(text, "", quantiles(report.sinceIntended()) + "  (from the intended start)");
        }
        String label = "backends";
        for (BackendShare share : report.backends()) {
            row(text, label, backend(share, report.succeeded()));
            label = "";
        }
        for (String lost : summary.lost()) {
            row(text, "warning", lost);
        }
        for (Bottleneck found : summary.bottlenecks()) {
            row(text, "warning", "the client was the limit: " + found.what() + "; " + found.advice());
        }
        return text.toString();
    }

    private static void lateStarts(StringBuilder text, ClientReport report) {
        Latency busy = report.lateForBusyConnections();
        if (busy.count() > 0) {
            row(text, "late starts", late(busy) + "  (every connection was busy)");
        }
        Latency own = report.lateForTheGenerator();
        if (own.count() > 0) {
            row(text, "late starts", late(own) + "  (the client itself was late)");
        }
        if (report.neverStarted() > 0) {
            row(
                    text,
                    "not started",
                    format("%,d requests: every connection was busy to the end", report.neverStarted()));
        }
    }

    private static String late(Latency late) {
        return format(
                "%,d requests, p99 %s, max %s late",
                late.count(), millis(late.quantileMicros(0.99)), millis(late.quantileMicros(1)));
    }

    private static void row(StringBuilder text, String label, String value) {
        text.append(format("%-11s %s%n", label, value));
    }

    private static String failures(ClientReport report) {
        return report.failures().entrySet().stream()
                .map(entry -> entry.getKey().label() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String quantiles(Latency latency) {
        return format(
                "p50 %s  p90 %s  p99 %s  p99.9 %s  max %s",
                millis(latency.quantileMicros(0.5)),
                millis(latency.quantileMicros(0.9)),
                millis(latency.quantileMicros(0.99)),
                millis(latency.quantileMicros(0.999)),
                millis(latency.quantileMicros(1)));
    }

    private static String backend(BackendShare share, long all) {
        return format(
                "%5.1f %%  %s  %,d requests, %,d connections",
                100.0 * share.requests() / all, share.id(), share.requests(), share.connections());
    }

    private static String shares(ClientReport report) {
        List<BackendShare> backends = report.backends();
        if (backends.isEmpty()) {
            return "";
        }
        String text = backends.stream()
                .limit(BACKENDS_IN_A_LINE)
                .map(share -> format("%s %.0f%%", share.id(), 100.0 * share.requests() / report.succeeded()))
                .collect(Collectors.joining("  ", "   ", ""));
        int hidden = backends.size() - BACKENDS_IN_A_LINE;
        return hidden > 0 ? text + "  and " + hidden + " more" : text;
    }

    private static String millis(long micros) {
        return format(micros < 10_000 ? "%.2f ms" : "%.0f ms", micros / 1e3);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
