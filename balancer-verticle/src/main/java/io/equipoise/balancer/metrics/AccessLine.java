package io.equipoise.balancer.metrics;

import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.proxy.SessionId;
import io.equipoise.balancer.proxy.SessionReport;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the access log says of one session: its text is all of it as {@code key=value key=value}, its entries are for logs
 * that show each by itself. The loop makes it and looks at nothing: the thread that writes the log does.
 */
final class AccessLine extends AbstractMap<String, Object> {
    private static final int USUAL_LENGTH = 384;
    /** The second that was shown last: most lines of a busy log share theirs. */
    private static volatile Second last = new Second(0, "1970-01-01T00:00:00");

    private final String balancer;
    private final SessionReport report;

    private record Second(long number, String text) {}

    /** Of a session of that balancer. */
    AccessLine(String balancer, SessionReport report) {
        this.balancer = balancer;
        this.report = report;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        Map<String, Object> entries = new LinkedHashMap<>();
        entries.put("start", time(new StringBuilder()).toString());
        entries.put("session", session());
        entries.put("listener", report.listener());
        entries.put("client", ClientAddress.text(report.client()));
        entries.put("service", report.service());
        entries.put("backend", backend());
        entries.put("attempts", report.attempts());
        entries.put("queueMs", millis(new StringBuilder(), report.queueNanos()).toString());
        entries.put(
                "connectMs", millis(new StringBuilder(), report.connectNanos()).toString());
        entries.put(
                "firstByteMs",
                millis(new StringBuilder(), report.firstByteNanos()).toString());
        entries.put("totalMs", millis(new StringBuilder(), report.totalNanos()).toString());
        entries.put("bytesIn", report.bytesFromClient());
        entries.put("bytesOut", report.bytesFromBackend());
        entries.put("reason", report.reason().label());
        return entries.entrySet();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(USUAL_LENGTH);
        time(text.append("start="));
        text.append(" session=").append(session());
        text.append(" listener=").append(report.listener());
        text.append(" client=").append(ClientAddress.text(report.client()));
        text.append(" service=").append(report.service());
        text.append(" backend=").append(backend());
        text.append(" attempts=").append(report.attempts());
        millis(text.append(" queueMs="), report.queueNanos());
        millis(text.append(" connectMs="), report.connectNanos());
        millis(text.append(" firstByteMs="), report.firstByteNanos());
        millis(text.append(" totalMs="), report.totalNanos());
        text.append(" bytesIn=").append(report.bytesFromClient());
        text.append(" bytesOut=").append(report.bytesFromBackend());
        text.append(" reason=").append(report.reason().label());
        return text.toString();
    }

    private String session() {
        return new SessionId(balancer, report.id()).toString();
    }

    private String backend() {
        Backend backend = report.backend();
        return backend == null ? "-" : backend.id();
    }

    /** ISO-8601 in UTC to the millisecond. */
    private StringBuilder time(StringBuilder text) {
        long number = Math.floorDiv(report.startedAtMillis(), 1_000L);
        Second second = last;
        if (second.number() != number) {
            String iso = Instant.ofEpochSecond(number).toString();
            second = new Second(number, iso.substring(0, iso.length() - 1));
            last = second;
        }
        return thousandths(text.append(second.text()), Math.floorMod(report.startedAtMillis(), 1_000))
                .append('Z');
    }

    /** Milliseconds to the microsecond; a dash for a moment that never came. */
    private static StringBuilder millis(StringBuilder text, long nanos) {
        if (nanos < 0) {
            return text.append('-');
        }
        long micros = nanos / 1_000;
        return thousandths(text.append(micros / 1_000), (int) (micros % 1_000));
    }

    private static StringBuilder thousandths(StringBuilder text, int thousandths) {
        return text.append('.')
                .append((char) ('0' + thousandths / 100))
                .append((char) ('0' + thousandths / 10 % 10))
                .append((char) ('0' + thousandths % 10));
    }
}
