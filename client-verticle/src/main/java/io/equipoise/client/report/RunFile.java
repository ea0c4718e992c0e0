package io.equipoise.client.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A run as its JSON report has it: what pages and comparisons are made of. What a report does not have is empty here.
 *
 * @param name of the run, for legends
 * @param setup what was run, in words
 * @param elapsedSeconds how long it took
 * @param succeeded requests with a right answer
 * @param failed requests without one
 * @param throughput right answers in each second
 * @param failures how many failed for which reason
 * @param service latency from the start of the request
 * @param sinceIntended latency from the intended start; empty without a rate
 * @param curve percentiles from the intended start, or of the service time without a rate
 * @param timeline what happened over time
 * @param backends who answered
 * @param notes starts that were late, and warnings, in words
 */
public record RunFile(
        String name,
        String setup,
        double elapsedSeconds,
        long succeeded,
        long failed,
        double throughput,
        Map<String, Long> failures,
        Latencies service,
        Optional<Latencies> sinceIntended,
        List<CurvePoint> curve,
        List<Moment> timeline,
        List<BackendShare> backends,
        List<String> notes) {

    /** Latencies in µs. */
    public record Latencies(double mean, long p50, long p90, long p99, long p999, long max) {}

    /** The time in µs that so many percent of all do not exceed. */
    public record CurvePoint(double percentile, long micros) {}

    /** From what counts: the intended start where there is one. */
    public Latencies latencies() {
        return sinceIntended.orElse(service);
    }

    /**
     * Reads a report.
     *
     * @param name of the run, for legends and messages
     * @throws InvalidReport when it is none, saying what is wrong
     */
    public static RunFile parse(String name, String text) throws InvalidReport {
        try {
            return of(name, new JsonObject(text));
        } catch (RuntimeException e) {
            throw new InvalidReport(name + " is no report of the client: it is no JSON object", e);
        }
    }

    /** Reads a report. */
    public static RunFile of(String name, JsonObject json) throws InvalidReport {
        for (String key : List.of("run", "succeeded", "failed", "latencyMicros")) {
            if (!json.containsKey(key)) {
                throw new InvalidReport(name + " is no report of the client: it has no key " + key);
            }
        }
        try {
            return read(name, json);
        } catch (ClassCastException | NullPointerException e) {
            throw new InvalidReport(name + " is no whole report of the client: " + e.getMessage(), e);
        }
    }

    private static RunFile read(String name, JsonObject json) {
        Optional<JsonObject> intended = Optional.ofNullable(json.getJsonObject("latencySinceIntendedMicros"));
        JsonObject curves = json.getJsonObject("percentileCurves", new JsonObject());
        return new RunFile(
                name,
                json.getString("run"),
                json.getDouble("elapsedSeconds", 0.0),
                json.getLong("succeeded"),
                json.getLong("failed"),
                json.getDouble("throughput", 0.0),
                failures(json.getJsonObject("failures", new JsonObject())),
                latencies(json.getJsonObject("latencyMicros")),
                intended.map(RunFile::latencies),
                each(curves.getJsonArray(intended.isPresent() ? "sinceIntended" : "service"), RunFile::curvePoint),
                each(json.getJsonArray("timeline"), RunFile::moment),
                each(json.getJsonArray("backends"), RunFile::backend),
                Notes.of(json));
    }

    private static <T> List<T> each(JsonArray array, Function<JsonObject, T> read) {
        return array == null
                ? List.of()
                : array.stream().map(JsonObject.class::cast).map(read).toList();
    }

    private static Map<String, Long> failures(JsonObject json) {
        Map<String, Long> failures = new LinkedHashMap<>();
        json.fieldNames().forEach(reason -> failures.put(reason, json.getLong(reason)));
        return failures;
    }

    private static Latencies latencies(JsonObject json) {
        return new Latencies(
                json.getDouble("mean"),
                json.getLong("p50"),
                json.getLong("p90"),
                json.getLong("p99"),
                json.getLong("p99.9"),
                json.getLong("max"));
    }

    private static CurvePoint curvePoint(JsonObject json) {
        return new CurvePoint(json.getDouble("percentile"), json.getLong("micros"));
    }

    private static Moment moment(JsonObject json) {
        double seconds = json.getDouble("seconds");
        Double asked = json.getDouble("askedPerSecond");
        JsonObject latency = json.getJsonObject("latencyMicros");
        return new Moment(
                json.getDouble("from"),
                seconds,
                asked == null ? OptionalDouble.empty() : OptionalDouble.of(asked * seconds),
                json.getLong("served"),
                json.getLong("failed"),
                json.getInteger("open"),
                new Moment.Quantiles(
                        latency.getLong("p50"),
                        latency.getLong("p90"),
                        latency.getLong("p99"),
                        latency.getLong("p99.9")));
    }

    private static BackendShare backend(JsonObject json) {
        return new BackendShare(json.getString("id"), json.getLong("connections"), json.getLong("requests"));
    }
}
