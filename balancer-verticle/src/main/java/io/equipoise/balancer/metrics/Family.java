package io.equipoise.balancer.metrics;

import io.equipoise.balancer.proxy.CloseReason;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Makes one family of Prometheus series out of many things that are counted alike. */
final class Family {
    private Family() {}

    static <T> MetricSnapshot counter(String name, String help, Map<Labels, T> things, ToLongFunction<T> value) {
        CounterSnapshot.Builder family = CounterSnapshot.builder().name(name).help(help);
        things.forEach((labels, thing) -> family.dataPoint(point(labels, value.applyAsLong(thing))));
        return family.build();
    }

    /** A series for each reason that the value is at least so much for. */
    static <T> MetricSnapshot byReason(
            String name, String help, Map<Labels, T> things, long atLeast, ByReason<T> value) {
        CounterSnapshot.Builder family = CounterSnapshot.builder().name(name).help(help);
        things.forEach((labels, thing) -> {
            for (CloseReason reason : CloseReason.values()) {
                long count = value.of(thing, reason);
                if (count >= atLeast) {
                    family.dataPoint(point(labels.add("reason", reason.label()), count));
                }
            }
        });
        return family.build();
    }

    static <T> MetricSnapshot gauge(String name, String help, Map<Labels, T> things, ToLongFunction<T> value) {
        GaugeSnapshot.Builder family = GaugeSnapshot.builder().name(name).help(help);
        things.forEach((labels, thing) -> family.dataPoint(GaugeDataPointSnapshot.builder()
                .labels(labels)
                .value((double) value.applyAsLong(thing))
                .build()));
        return family.build();
    }

    /** Of what was recorded under each label together; nothing recorded has no series. */
    static MetricSnapshot histogram(Span span, Map<Labels, List<Spans>> recorded) {
        HistogramSnapshot.Builder family =
                HistogramSnapshot.builder().name(span.metric()).help(span.description());
        recorded.forEach((labels, spans) -> {
            HistogramDataPointSnapshot point = Spans.together(span, spans, labels);
            if (point != null) {
                family.dataPoint(point);
            }
        });
        return family.build();
    }

    private static CounterDataPointSnapshot point(Labels labels, long value) {
        return CounterDataPointSnapshot.builder()
                .labels(labels)
                .value((double) value)
                .build();
    }

    /** How often something happened to a thing for a reason. */
    interface ByReason<T> {
        long of(T thing, CloseReason reason);
    }
}
