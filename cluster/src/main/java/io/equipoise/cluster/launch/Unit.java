package io.equipoise.cluster.launch;

import io.equipoise.cluster.registry.IpLiteral;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a text of a configuration may stand for, beyond what JSON schema knows: the keyword {@code unit} of our schemas,
 * with the bounds {@code from} and {@code to} for durations and sizes.
 */
enum Unit {
    DURATION("a duration such as \"2s\", \"500ms\", \"5m\", \"1h\" or \"PT2S\""),
    SIZE("a size such as \"512B\", \"64KiB\" or \"1MiB\""),
    ADDRESS("an address \"host:port\" with a port from 1 to 65535"),
    NETWORK("a network such as \"10.0.0.0/8\" or \"fd00::/8\"");

    private static final Pattern NETWORK_FORM = Pattern.compile("([0-9A-Fa-f:.]+)/(\\d{1,3})");

    private final String form;

    Unit(String form) {
        this.form = form;
    }

    /** The unit of that name in a schema; empty for none. */
    static Optional<Unit> named(@Nullable String name) {
        return Arrays.stream(values())
                .filter(unit -> unit.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    /** What a text of this unit looks like. */
    String form() {
        return form;
    }

    /** What a text of this unit looks like between those bounds, either of which may be null. */
    String form(@Nullable String from, @Nullable String to) {
        StringBuilder text = new StringBuilder(form);
        if (from != null) {
            text.append(", at least ").append(from);
        }
        if (to != null) {
            text.append(from == null ? ", at most " : " and at most ").append(to);
        }
        return text.toString();
    }

    /** Whether that text is of this unit and within those bounds. */
    boolean holds(String text, @Nullable String from, @Nullable String to) {
        return switch (this) {
            case DURATION ->
                Durations.parse(text).filter(value -> isWithin(value, from, to)).isPresent();
            case SIZE ->
                Sizes.parse(text).filter(value -> isWithin(value, from, to)).isPresent();
            case ADDRESS -> HostPort.parse(text).isPresent();
            case NETWORK -> isNetwork(text);
        };
    }

    private static boolean isWithin(Duration value, @Nullable String from, @Nullable String to) {
        return (from == null || value.compareTo(Durations.parse(from).orElseThrow()) >= 0)
                && (to == null || value.compareTo(Durations.parse(to).orElseThrow()) <= 0);
    }

    private static boolean isWithin(long value, @Nullable String from, @Nullable String to) {
        return (from == null || value >= Sizes.parse(from).orElseThrow())
                && (to == null || value <= Sizes.parse(to).orElseThrow());
    }

    private static boolean isNetwork(String text) {
        Matcher matcher = NETWORK_FORM.matcher(text);
        if (!matcher.matches()) {
            return false;
        }
        int prefix = Integer.parseInt(matcher.group(2));
        return IpLiteral.parse(matcher.group(1))
                .filter(address -> prefix <= address.getAddress().length * Byte.SIZE)
                .isPresent();
    }
}
