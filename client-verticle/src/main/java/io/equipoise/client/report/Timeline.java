package io.equipoise.client.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What happened second by second. The last few seconds are kept as histograms, older ones packed; when there are too many,
 * two become one. Not thread-safe.
 */
public final class Timeline {
    private static final int MOST = 3_600;
    private static final int UNPACKED = 4;
    private static final Latency NOTHING = new Latency();

    /** A last piece shorter than this, in seconds, is part of the one before: its rate would be noise. */
    private static final double SHORTEST_END = 0.2;

    private final int most;
    private final List<Row> rows = new ArrayList<>();
    private int width = 1;

    /** Empty; at most an hour in seconds, longer runs in steps of two seconds, four, and so on. */
    public Timeline() {
        this(MOST);
    }

    /** With at most that many lines. */
    Timeline(int most) {
        this.most = most;
    }

    /** How many requests are due between two moments of the run, in seconds. */
    @FunctionalInterface
    public interface Asked {
        /** Empty when requests have no rate. */
        OptionalDouble between(double from, double to);
    }

    /**
     * Adds what happened in a second.
     *
     * @param second from 0; late news of an earlier one is welcome
     * @param open connections at its end
     */
    public void add(int second, ClientReport counted, int open) {
        while (second / width >= most) {
            halve();
        }
        int index = second / width;
        while (rows.size() <= index) {
            rows.add(new Row());
            if (rows.size() > UNPACKED) {
                rows.get(rows.size() - 1 - UNPACKED).pack();
            }
        }
        Row row = rows.get(index);
        row.add(counted.succeeded(), counted.failed(), open, counted.sinceIntended());
        if (index < rows.size() - UNPACKED) {
            row.pack();
        }
    }

    /** The lines up to the end of a run. */
    public List<Moment> moments(double elapsedSeconds, Asked asked) {
        List<Moment> moments = new ArrayList<>();
        int last = rows.size() - 1;
        boolean joins = last > 0 && elapsedSeconds - (double) last * width < SHORTEST_END;
        for (int i = 0; i <= last; i++) {
            boolean takesNext = joins && i == last - 1;
            double from = (double) i * width;
            double to = takesNext || i == last ? Math.max(from, elapsedSeconds) : from + width;
            Row row = rows.get(i);
            if (takesNext) {
                row = row.copy();
                row.add(rows.get(last));
            }
            moments.add(row.moment(from, to - from, asked.between(from, to)));
            if (takesNext) {
                break;
            }
        }
        return moments;
    }

    private void halve() {
        List<Row> halved = new ArrayList<>();
        for (int i = 0; i < rows.size(); i += 2) {
            Row row = rows.get(i);
            if (i + 1 < rows.size()) {
                row.add(rows.get(i + 1));
            }
            row.pack();
            halved.add(row);
        }
        rows.clear();
        rows.addAll(halved);
        width *= 2;
    }

    private static final class Row {
        private long succeeded;
        private long failed;
        private int open;
        private Latency latency = new Latency();
        private byte[] packed = {};

        void add(long moreSucceeded, long moreFailed, int nowOpen, Latency more) {
            unpack();
            succeeded += moreSucceeded;
            failed += moreFailed;
            open = nowOpen;
            latency.add(more);
        }

        void add(Row next) {
            next.unpack();
            add(next.succeeded, next.failed, next.open, next.latency);
        }

        Row copy() {
            Row copy = new Row();
            copy.add(this);
            return copy;
        }

        Moment moment(double from, double seconds, OptionalDouble asked) {
            boolean wasPacked = packed.length > 0;
            unpack();
            Moment moment = new Moment(from, seconds, asked, succeeded, failed, open, Moment.Quantiles.of(latency));
            if (wasPacked) {
                pack();
            }
            return moment;
        }

        void pack() {
            if (packed.length == 0) {
                packed = latency.pack();
                latency = NOTHING;
            }
        }

        private void unpack() {
            if (packed.length > 0) {
                latency = Latency.unpack(packed);
                packed = new byte[0];
            }
        }
    }
}
