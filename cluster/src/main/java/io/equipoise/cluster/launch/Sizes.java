package io.equipoise.cluster.launch;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes in bytes as configurations write them: {@code "512B"}, {@code "64KiB"}, {@code "1MiB"}, {@code "2GiB"}. */
public final class Sizes {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,18})(B|KiB|MiB|GiB)");
    private static final String[] UNITS = {"GiB", "MiB", "KiB"};

    private Sizes() {}

    /** The bytes of that text; empty when it is no size or is above 2^63. */
    public static Optional<Long> parse(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit(matcher.group(2))));
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** The shortest text that {@link #parse} reads as that many bytes. */
    public static String format(long bytes) {
        for (String name : UNITS) {
            if (bytes != 0 && bytes % unit(name) == 0) {
                return bytes / unit(name) + name;
            }
        }
        return bytes + "B";
    }

    private static long unit(String name) {
        return switch (name) {
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            case "GiB" -> 1L << 30;
            default -> 1;
        };
    }
}
