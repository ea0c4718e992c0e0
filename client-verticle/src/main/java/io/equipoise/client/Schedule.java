package io.equipoise.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * When each request of an open loop is due. The rate is piecewise linear, so that the count of requests due up to a
 * moment, its integral, is piecewise quadratic; request n (from 0) is due when that count has reached n. A constant rate
 * is one stage. Immutable; times are nanoseconds from the start of the run.
 */
final class Schedule {
    private static final long FOR_EVER = Long.MAX_VALUE / 4;
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Piece[] pieces;
    private final double total;
    private final long length;

    private Schedule(List<Piece> pieces) {
        Piece last = pieces.get(pieces.size() - 1);
        this.pieces = pieces.toArray(Piece[]::new);
        this.total = last.after();
        this.length = last.from + last.length;
    }

    /** One rate for that long; a length of zero is without end. */
    static Schedule constant(double perSecond, Duration length) {
        long nanos = length.isZero() ? FOR_EVER : length.toNanos();
        return new Schedule(List.of(new Piece(0, nanos, perSecond / NANOS_PER_SECOND, 0, 0)));
    }

    /** Those stages one after the other, from a rate of 0; at least one, none without any length. */
    static Schedule of(List<Stage> stages) {
        List<Piece> pieces = new ArrayList<>();
        double rate = 0;
        for (Stage stage : stages) {
            double next = stage.rate() / NANOS_PER_SECOND;
            append(pieces, stage.ramp().toNanos(), rate, next);
            append(pieces, stage.hold().toNanos(), next, next);
            rate = next;
        }
        return new Schedule(pieces);
    }

    private static void append(List<Piece> pieces, long length, double from, double to) {
        if (length > 0) {
            Piece last = pieces.isEmpty() ? new Piece(0, 0, 0, 0, 0) : pieces.get(pieces.size() - 1);
            pieces.add(new Piece(last.from + last.length, length, from, (to - from) / length, last.after()));
        }
    }

    /** When that request is due, or {@link Workload#NONE} when the schedule ends before. Grows with the request. */
    long offset(long request) {
        if (request >= total) {
            return Workload.NONE;
        }
        Piece piece = pieces[lastStartingBy(request)];
        return piece.from + piece.timeOf(request - piece.before);
    }

    /** How many requests are due before that moment. */
    long dueBefore(long offset) {
        return (long) Math.ceil(snapped(count(offset)));
    }

    /** The integral of the rate up to that moment: how many requests are due, in fractions. */
    double count(long offset) {
        double count = 0;
        for (Piece piece : pieces) {
            if (offset > piece.from) {
                count = piece.before + piece.countAfter((double) Math.min(piece.length, offset - piece.from));
            }
        }
        return count;
    }

    /** How long it takes. */
    Duration length() {
        return Duration.ofNanos(length);
    }

    /** The last piece whose first request is not behind that one; where nothing is due, the next piece has it. */
    private int lastStartingBy(long request) {
        int low = 0;
        int high = pieces.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (pieces[middle].before <= request) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** A whole number where it is one but for rounding, so that a request at a joint is not moved over a pause. */
    private static double snapped(double count) {
        double whole = Math.rint(count);
        return Math.abs(count - whole) <= Math.max(1e-6, whole * 1e-12) ? whole : count;
    }

    /**
     * A time in which the rate changes linearly.
     *
     * @param from where it starts
     * @param length how long it takes, above 0
     * @param rate requests for each nanosecond at its start
     * @param growth by how much the rate grows in each nanosecond
     * @param before the count at its start
     */
    private record Piece(long from, long length, double rate, double growth, double before) {
        double countAfter(double time) {
            return time * (rate + growth * time / 2);
        }

        double after() {
            return snapped(before + countAfter((double) length));
        }

        /** When that many are due: the root of the quadratic, in the form that loses no digits. */
        long timeOf(double count) {
            if (count <= 0) {
                return 0;
            }
            if (growth == 0) {
                return Math.min(length, Math.round(count / rate));
            }
            double root = Math.sqrt(Math.max(0, rate * rate + 2 * growth * count));
            return Math.min(length, Math.round(2 * count / (rate + root)));
        }
    }
}
