package io.equipoise.client.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Two runs side by side, with the ratio of the second to the first. */
public record Comparison(RunFile first, RunFile second) {
    /** The figures of both in columns for a terminal, and what a reader must know of each. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (RunFile run : List.of(first, second)) {
            text.append(run.name()).append(": ").append(run.setup()).append(System.lineSeparator());
            run.notes().forEach(note -> text.append("  ").append(note).append(System.lineSeparator()));
        }
        return text.append(System.lineSeparator()).append(table().text()).toString();
    }

    /** The figures of both. */
    Table table() {
        Table table = new Table("", first.name(), second.name(), "ratio");
        add(table, "requests ok", RunFile::succeeded, Units::number);
        add(table, "requests failed", RunFile::failed, Units::number);
        add(table, "seconds", RunFile::elapsedSeconds, Units::number);
        add(table, "requests/s", RunFile::throughput, Units::number);
        if (first.sinceIntended().isPresent() || second.sinceIntended().isPresent()) {
            addLatencies(table, "from the intended start", RunFile::latencies);
        }
        addLatencies(table, "service time", RunFile::service);
        for (String reason : reasons()) {
            add(table, Failure.labelOf(reason), run -> run.failures().getOrDefault(reason, 0L), Units::number);
        }
        return table;
    }

    private void addLatencies(Table table, String name, Function<RunFile, RunFile.Latencies> of) {
        add(table, name + " mean", run -> of.apply(run).mean(), Units::micros);
        add(table, name + " p50", run -> of.apply(run).p50(), Units::micros);
        add(table, name + " p90", run -> of.apply(run).p90(), Units::micros);
        add(table, name + " p99", run -> of.apply(run).p99(), Units::micros);
        add(table, name + " p99.9", run -> of.apply(run).p999(), Units::micros);
        add(table, name + " max", run -> of.apply(run).max(), Units::micros);
    }

    private void add(Table table, String name, ToDoubleFunction<RunFile> value, DoubleFunction<String> format) {
        double before = value.applyAsDouble(first);
        double after = value.applyAsDouble(second);
        String ratio = before > 0 ? String.format(Locale.ROOT, "%.2f", after / before) : after > 0 ? "new" : "";
        table.row(name, format.apply(before), format.apply(after), ratio);
    }

    private List<String> reasons() {
        List<String> reasons = new ArrayList<>(first.failures().keySet());
        second.failures().keySet().stream()
                .filter(reason -> !reasons.contains(reason))
                .forEach(reasons::add);
        return reasons;
    }
}
