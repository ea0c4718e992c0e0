package io.equipoise.balancer.stats;

import io.equipoise.balancer.latency.Distribution;
import io.equipoise.balancer.latency.Resolution;
import io.equipoise.balancer.metrics.Counts;
import io.equipoise.balancer.metrics.Failure;
import io.equipoise.balancer.metrics.Figures;
import io.equipoise.balancer.metrics.Subject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a {@link FiguresWriter} has written, from whomever it came: it allocates no more than a few times what there
 * is to read, and whatever is not as written there is an {@link IllegalArgumentException}.
 */
final class FiguresReader {
    private final byte[] bytes;
    private int at;

    FiguresReader(byte[] bytes) {
        this.bytes = bytes;
    }

    Map<Subject, Figures> all() {
        Map<Subject, Figures> figures = new HashMap<>();
        while (at < bytes.length) {
            Subject subject = subject();
            figures.put(subject, figures(subject));
        }
        return figures;
    }

    private Subject subject() {
        return new Subject(kind(bytes[at++]), text(), text());
    }

    private static Subject.Kind kind(int code) {
        return switch (code) {
            case FiguresWriter.LISTENER -> Subject.Kind.LISTENER;
            case FiguresWriter.BACKEND -> Subject.Kind.BACKEND;
            default -> throw new IllegalArgumentException("there is no subject of kind " + code);
        };
    }

    private Figures figures(Subject subject) {
        Resolution resolution = Figures.resolution(subject.kind());
        Counts counts = new Counts(number(), number(), number(), number(), number());
        return new Figures(counts, failure(), latencies(resolution), latencies(resolution));
    }

    private @Nullable Failure failure() {
        long atMillis = number();
        String reason = text();
        return atMillis == 0 ? null : new Failure(atMillis, reason);
    }

    private Distribution latencies(Resolution resolution) {
        return Distribution.of(resolution, slice(bytes.length));
    }

    private String text() {
        return new String(slice(FiguresWriter.LONGEST_TEXT), StandardCharsets.UTF_8);
    }

    private byte[] slice(int most) {
        long length = number();
        if (length > most || length > bytes.length - at) {
            throw new IllegalArgumentException("a text or a histogram is too long");
        }
        int from = at;
        at += (int) length;
        return Arrays.copyOfRange(bytes, from, at);
    }

    private long number() {
        long value = 0;
        for (int shift = 0; shift < 56 && at < bytes.length; shift += 7) {
            byte part = bytes[at++];
            value |= (long) (part & 0x7f) << shift;
            if (part >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number does not end");
    }
}
