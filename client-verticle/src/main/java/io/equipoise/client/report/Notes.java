package io.equipoise.client.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a reader of a report must know before its figures: starts that were late, and warnings. */
final class Notes {
    private Notes() {}

    /** In words, of a report as JSON. */
    static List<String> of(JsonObject json) {
        List<String> notes = new ArrayList<>();
        JsonObject generator = json.getJsonObject("generator", new JsonObject());
        for (Object each : generator.getJsonArray("warnings", new JsonArray())) {
            JsonObject warning = (JsonObject) each;
            notes.add("The client was the limit: " + warning.getString("what") + "; " + warning.getString("advice")
                    + ".");
        }
        generator.getJsonArray("lost", new JsonArray()).forEach(lost -> notes.add("The " + lost + "."));
        JsonObject late = json.getJsonObject("lateStarts", new JsonObject());
        add(notes, late.getJsonObject("busyConnections"), "because every connection was busy");
        add(notes, late.getJsonObject("generator"), "because the client itself was late");
        if (late.getLong("never", 0L) > 0) {
            notes.add(late.getLong("never") + " requests never started: every connection was busy to the end.");
        }
        return notes;
    }

    private static void add(List<String> notes, JsonObject late, String why) {
        if (late != null && late.getLong("count") > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%d requests started late, at p99 by %s, %s.",
                    late.getLong("count"),
                    Units.micros(late.getLong("p99Micros")),
                    why));
        }
    }
}
