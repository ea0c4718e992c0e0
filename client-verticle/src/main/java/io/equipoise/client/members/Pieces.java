package io.equipoise.client.members;

import io.equipoise.client.report.ClientReport;
import io.equipoise.client.report.GeneratorUse;
import io.equipoise.client.report.ReportCodec;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** What clients of one run send to the one that merges: for each second of the run what was counted in it. */
public final class Pieces {
    private Pieces() {}

    /** Who takes a piece. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes what another client has counted.
         *
         * @param member its place among all, from 0
         * @param second of the run
         * @param open its connections at that time
         */
        void take(int member, int second, ClientReport counted, int open);
    }

    /** What was counted by second, and the connections that are open now. */
    public static JsonArray encode(Map<Integer, ClientReport> bySecond, int open) {
        JsonArray pieces = new JsonArray();
        bySecond.forEach((second, counted) -> pieces.add(
                new JsonObject().put("second", second).put("open", open).put("counted", ReportCodec.encode(counted))));
        return pieces;
    }

    static void decode(int member, JsonArray pieces, Sink sink) {
        for (Object each : pieces) {
            JsonObject piece = (JsonObject) each;
            ClientReport counted = new ClientReport();
            ReportCodec.decodeInto(counted, piece.getJsonObject("counted"));
            sink.take(member, piece.getInteger("second"), counted, piece.getInteger("open"));
        }
    }

    static JsonObject encode(GeneratorUse use) {
        return new JsonObject()
                .put("loops", use.loops())
                .put("processors", use.processors())
                .put("elapsed", use.elapsedSeconds())
                .put("cpu", use.cpuSeconds())
                .put("busiest", use.busiestLoop())
                .put("gc", use.gcSeconds());
    }

    static GeneratorUse decodeUse(JsonObject json) {
        return new GeneratorUse(
                json.getInteger("loops"),
                json.getInteger("processors"),
                json.getDouble("elapsed"),
                json.getDouble("cpu"),
                json.getDouble("busiest"),
                json.getDouble("gc"));
    }
}
