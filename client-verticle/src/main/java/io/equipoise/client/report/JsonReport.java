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
                .put("connectRetries", report.connectRetries())
                .put("throughput", summary.throughput())
                .put("latencyMicros", latency(report.service()))
                .put("backends", backends(report));
        JsonObject curves = new JsonObject().put("service", curve(report.service()));
        if (summary.paced()) {
            curves.put("sinceIntended", curve(report.sinceIntended()));
            json.put("latencySinceIntendedMicros", latency(report.sinceIntended()))
                    .put("lateStarts", lateStarts(report));
        }
        return json.put("percentileCurves", curves)
                .put("timeline", timeline(summary))
                .put("generator", generator(summary));
    }

    private static JsonArray curve(Latency latency) {
        JsonArray json = new JsonArray();
        latency.curve()
                .forEach(point -> json.add(new JsonObject()
                        .put("percentile", Math.round(point.share() * 1e8) / 1e6)
                        .put("micros", point.micros())));
        return json;
    }

    private static JsonArray timeline(Summary summary) {
        JsonArray json = new JsonArray();
        for (Moment moment : summary.timeline()) {
            JsonObject line = new JsonObject().put("from", moment.from()).put("seconds", moment.seconds());
            moment.askedPerSecond().ifPresent(asked -> line.put("askedPerSecond", asked));
            json.add(line.put("servedPerSecond", moment.servedPerSecond())
                    .put("served", moment.succeeded())
                    .put("failed", moment.failed())
                    .put("open", moment.open())
                    .put("latencyMicros", quantiles(moment.latency())));
        }
        return json;
    }

    private static JsonObject quantiles(Moment.Quantiles latency) {
        return new JsonObject()
                .put("p50", latency.p50())
                .put("p90", latency.p90())
                .put("p99", latency.p99())
                .put("p99.9", latency.p999());
    }

    private static JsonObject generator(Summary summary) {
        JsonArray processes = new JsonArray();
        for (GeneratorUse use : summary.uses()) {
            processes.add(new JsonObject()
                    .put("eventLoops", use.loops())
                    .put("processors", use.processors())
                    .put("cpuSeconds", use.cpuSeconds())
                    .put("cores", use.cores())
                    .put("busiestEventLoop", use.busiestLoop())
                    .put("gcPauseSeconds", use.gcSeconds()));
        }
        JsonArray warnings = new JsonArray();
        summary.bottlenecks()
                .forEach(found -> warnings.add(new JsonObject()
                        .put("kind", found.kind().name())
                        .put("what", found.what())
                        .put("advice", found.advice())));
        return new JsonObject()
                .put("processes", processes)
                .put("lost", new JsonArray(summary.lost()))
                .put("timerLagMicros", late(summary.report().loopLag()))
                .put("warnings", warnings);
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
