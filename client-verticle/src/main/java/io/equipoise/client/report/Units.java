package io.equipoise.client.report;

import java.util.Locale;

/** Figures as people read them. */
final class Units {
    private Units() {}

    /** A time with three digits: 850 µs, 1.25 ms, 12.5 s. */
    static String micros(double micros) {
        if (micros < 1_000) {
            return format("%.0f µs", micros);
        }
        return micros < 1_000_000 ? digits(micros / 1e3) + " ms" : digits(micros / 1e6) + " s";
    }

    /** The same of whole microseconds. */
    static String micros(long micros) {
        return micros((double) micros);
    }

    /** A count: 12, 4,500. */
    static String number(long value) {
        return format("%,d", value);
    }

    /** A count or rate: 12, 4,500, 1.25 where it is small and no whole number. */
    static String number(double value) {
        return value == Math.rint(value) || Math.abs(value) >= 100 ? format("%,.0f", value) : digits(value);
    }

    /** Three digits without zeros at the end. */
    private static String digits(double value) {
        String text = format(value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
        return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
