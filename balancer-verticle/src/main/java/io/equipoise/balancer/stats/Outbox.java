package io.equipoise.balancer.stats;

import io.equipoise.balancer.metrics.Figures;
import io.equipoise.balancer.metrics.Subject;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What this balancer tells the others: what has changed since it told them last, and all of it each tenth time and when
 * somebody new is there. In parts that fit into a message. One thread at a time.
 */
final class Outbox {
    /** Bytes of figures in one part; as text, in an envelope, they are half as many again. */
    static final int PART = 512 * 1024;

    /** How many times out of which everything is told. */
    static final int WHOLE_EACH = 10;

    private final String balancer;
    private Map<Subject, Figures> told = new HashMap<>();
    private long sequence;
    private long lastWhole = -WHOLE_EACH;

    Outbox(String balancer) {
        this.balancer = balancer;
    }

    /** Tells everything the next time. */
    void tellAll() {
        lastWhole = sequence - WHOLE_EACH;
    }

    /** The payloads to send, from what is counted now. There is always one, which also says that this balancer is there. */
    List<JsonObject> next(Map<Subject, Figures> figures, Map<String, Integer> waiting, long uptimeMillis) {
        sequence++;
        boolean whole = sequence - lastWhole >= WHOLE_EACH;
        List<byte[]> parts = parts(figures, whole);
        if (whole) {
            lastWhole = sequence;
        }
        told = figures;
        List<JsonObject> payloads = new ArrayList<>();
        for (byte[] part : parts) {
            Report header = new Report(
                    balancer, sequence, payloads.size(), parts.size(), whole, uptimeMillis, waiting, Map.of());
            payloads.add(header.toJson(part));
        }
        return payloads;
    }

    private List<byte[]> parts(Map<Subject, Figures> figures, boolean whole) {
        List<byte[]> parts = new ArrayList<>();
        FiguresWriter writer = new FiguresWriter();
        for (Map.Entry<Subject, Figures> each : figures.entrySet()) {
            if (whole || !each.getValue().equals(told.get(each.getKey()))) {
                writer.add(each.getKey(), each.getValue());
            }
            if (writer.size() >= PART && parts.size() < Report.MOST_PARTS - 1) {
                parts.add(writer.take());
            }
        }
        parts.add(writer.take());
        return parts;
    }
}
