package io.equipoise.balancer.metrics;

import io.equipoise.balancer.latency.Recorder;
import io.equipoise.balancer.proxy.SessionReport;
import org.jspecify.annotations.Nullable;

/** The latencies of one {@link Subject}, as histograms that can be merged with those of other balancers. Any thread. */
final class Latencies {
    private final Recorder connect;
    private final Recorder firstByte;

    Latencies(Subject.Kind kind) {
        connect = new Recorder(Figures.resolution(kind));
        firstByte = new Recorder(Figures.resolution(kind));
    }

    void record(SessionReport report) {
        connect.record(report.connectNanos());
        firstByte.record(report.firstByteNanos());
    }

    Figures with(Counts counts, @Nullable Failure lastFailure) {
        return new Figures(counts, lastFailure, connect.distribution(), firstByte.distribution());
    }
}
