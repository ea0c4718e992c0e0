package io.equipoise.balancer.ctl;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Numbers of the API as people read them; what is not known is {@code -}. */
final class Figure {
    private static final String UNKNOWN = "-";
    private static final List<String> SIZES = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB");

    private Figure() {}

    /** A rate per second, or another number that is not whole. */
    static String decimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    static String whole(long value) {
        return String.valueOf(value);
    }

    /** Milliseconds, in three digits or so. */
    static String millis(Optional<Number> millis) {
        return millis.map(value -> time(value.doubleValue())).orElse(UNKNOWN);
    }

    private static String time(double millis) {
        if (millis < 10) {
            return String.format(Locale.ROOT, "%.2f ms", millis);
        }
        if (millis < 1_000) {
            return String.format(Locale.ROOT, "%.0f ms", millis);
        }
        long seconds = (long) (millis / 1_000);
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1_000);
        }
        return seconds < 3_600
                ? seconds / 60 + "m" + seconds % 60 + "s"
                : seconds / 3_600 + "h" + seconds / 60 % 60 + "m";
    }

    static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1_024 && unit < SIZES.size() - 1) {
            value /= 1_024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, SIZES.get(unit));
    }

    /** A part of a whole, 0 to 1. */
    static String share(double part) {
        return String.format(Locale.ROOT, "%.1f%%", part * 100);
    }

    /** A moment, to the millisecond, in UTC. */
    static String time(String moment) {
        try {
            return Instant.parse(moment).truncatedTo(ChronoUnit.MILLIS).toString();
        } catch (DateTimeException e) {
            return moment;
        }
    }
}
