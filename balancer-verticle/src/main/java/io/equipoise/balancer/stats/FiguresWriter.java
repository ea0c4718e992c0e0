package io.equipoise.balancer.stats;

import io.equipoise.balancer.latency.Distribution;
import io.equipoise.balancer.metrics.Counts;
import io.equipoise.balancer.metrics.Failure;
import io.equipoise.balancer.metrics.Figures;
import io.equipoise.balancer.metrics.Subject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes figures as bytes, one subject after the other: numbers as LEB128, texts and histograms with their length before
 * them. A backend takes some 60 bytes and its histograms.
 */
final class FiguresWriter {
    /** Longer names are of nobody whom we let into the pool. */
    static final int LONGEST_TEXT = 1_024;

    static final int LISTENER = 0;
    static final int BACKEND = 1;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(64 * 1024);

    void add(Subject subject, Figures figures) {
        out.write(
                switch (subject.kind()) {
                    case LISTENER -> LISTENER;
                    case BACKEND -> BACKEND;
                });
        text(subject.name());
        text(subject.service());
        Counts counts = figures.counts();
        number(counts.opened());
        number(counts.open());
        number(counts.failures());
        number(counts.bytesFromClients());
        number(counts.bytesFromBackends());
        failure(figures.lastFailure());
        latencies(figures.connect());
        latencies(figures.firstByte());
    }

    int size() {
        return out.size();
    }

    /** What was written; the next begins anew. */
    byte[] take() {
        byte[] written = out.toByteArray();
        out.reset();
        return written;
    }

    private void failure(@Nullable Failure failure) {
        number(failure == null ? 0 : failure.atMillis());
        text(failure == null ? "" : failure.reason());
    }

    private void latencies(Distribution distribution) {
        bytes(distribution.toBytes());
    }

    private void text(String text) {
        bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(byte[] bytes) {
        number(bytes.length);
        out.writeBytes(bytes);
    }

    /** What is below 0, as a count that two threads changed may be for a moment, is 0. */
    private void number(long value) {
        long rest = Math.max(0, value);
        while (rest >= 0x80) {
            out.write((int) (rest | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
