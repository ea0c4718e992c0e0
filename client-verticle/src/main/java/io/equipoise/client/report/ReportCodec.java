package io.equipoise.client.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** How a {@link ClientReport} travels from one client to another: histograms whole, so that quantiles merge exactly. */
public final class ReportCodec {
    private ReportCodec() {}

    /** All that was counted. */
    public static JsonObject encode(ClientReport report) {
        JsonObject failures = new JsonObject();
        report.failures().forEach((reason, count) -> failures.put(reason.name(), count));
        JsonArray backends = new JsonArray();
        for (BackendShare share : report.backends()) {
            backends.add(
                    new JsonArray().add(share.id()).add(share.connections()).add(share.requests()));
        }
        JsonArray latencies = new JsonArray();
        report.latencies().forEach(latency -> latencies.add(latency.count() == 0 ? new byte[0] : latency.pack()));
        return new JsonObject()
                .put("failures", failures)
                .put("backends", backends)
                .put("latencies", latencies)
                .put("neverStarted", report.neverStarted())
                .put("lostIdle", report.connectionsLostIdle())
                .put("connectRetries", report.connectRetries());
    }

    /**
     * Adds what {@link #encode} wrote to a report.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static void decodeInto(ClientReport report, JsonObject json) {
        json.getJsonObject("failures")
                .forEach(entry ->
                        report.failures(Failure.valueOf(entry.getKey()), ((Number) entry.getValue()).longValue()));
        for (Object each : json.getJsonArray("backends")) {
            JsonArray share = (JsonArray) each;
            report.answers(new BackendShare(share.getString(0), share.getLong(1), share.getLong(2)));
        }
        for (int i = 0; i < report.latencies().size(); i++) {
            byte[] packed = json.getJsonArray("latencies").getBinary(i);
            if (packed.length > 0) {
                report.latencies().get(i).add(Latency.unpack(packed));
            }
        }
        report.neverStarted(json.getLong("neverStarted"));
        report.lostIdle(json.getLong("lostIdle"));
        report.connectRetries(json.getLong("connectRetries"));
    }
}
