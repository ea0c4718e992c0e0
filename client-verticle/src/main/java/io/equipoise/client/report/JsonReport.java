package io.equipoise.client.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** A run as JSON, for scripts: durations in seconds, latencies in microseconds. */
public final class JsonReport {
    private JsonReport() {}

    /** The whole run. */
    public static JsonObject of(Summary summary) {
        ClientReport report = summary.report();
        JsonObject json = new JsonObject()
                .put("run", summary.setup())
                .put("elapsedSeconds", summary.elapsed().toNanos() / 1e9)
                .put("succeeded", report.succeeded())
                .put("failed", report.failed())
                .put("failures", failures(report))
                .put("connectionsLostIdle", report.connectionsLostIdle())
                .put("throughput", summary.throughput())
                .put("latencyMicros", latency(report.service()))
                .put("backends", backends(report));
        if (summary.paced()) {
            json.put("latencySinceIntendedMicros", latency(report.sinceIntended()))
                    .put("lateStarts", lateStarts(report));
        }
        return json;
    }

    private static JsonObject lateStarts(ClientReport report) {
        return new JsonObject()
                .put("busyConnections", late(report.lateForBusyConnections()))
                .put("generator", late(report.lateForTheGenerator()))
                .put("never", report.neverStarted());
    }

    private static JsonObject late(Latency late) {
        return new JsonObject()
                .put("count", late.count())
                .put("p99Micros", late.quantileMicros(0.99))
                .put("maxMicros", late.quantileMicros(1));
    }

    private static JsonObject failures(ClientReport report) {
        JsonObject json = new JsonObject();
        report.failures().forEach((reason, count) -> json.put(reason.name(), count));
        return json;
    }

    private static JsonObject latency(Latency latency) {
        return new JsonObject()
                .put("mean", latency.meanMicros())
                .put("p50", latency.quantileMicros(0.5))
                .put("p90", latency.quantileMicros(0.9))
                .put("p99", latency.quantileMicros(0.99))
                .put("p99.9", latency.quantileMicros(0.999))
                .put("max", latency.quantileMicros(1));
    }

    private static JsonArray backends(ClientReport report) {
        JsonArray json = new JsonArray();
        for (BackendShare share : report.backends()) {
            json.add(new JsonObject()
                    .put("id", share.id())
                    .put("connections", share.connections())
                    .put("requests", share.requests())
                    .put("share", (double) share.requests() / report.succeeded()));
        }
        return json;
    }
}
