package io.equipoise.cluster.launch;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A configuration that cannot be: the line names the key, its value and what is allowed. The launcher exits with 2. */
public final class InvalidConfig extends StartFailure {
    @Serial
    private static final long serialVersionUID = 1;

    private static final int SHOWN = 120;

    /** With that line. */
    public InvalidConfig(String line) {
        super(line);
    }

    /**
     * For one key.
     *
     * @param path where it stands, such as {@code listeners[0].port}
     * @param value what stands there; not for secrets
     * @param allowed what may stand there
     */
    public static InvalidConfig at(String path, @Nullable Object value, String allowed) {
        return new InvalidConfig(printable(path) + " is " + shown(value) + "; allowed is " + allowed);
    }

    /** For a key whose value is a secret. */
    static InvalidConfig hidden(String path, String allowed) {
        return new InvalidConfig(path + " is not as it must be (its value is not shown); allowed is " + allowed);
    }

    private static String shown(@Nullable Object value) {
        if (value == null) {
            return "missing";
        }
        return value instanceof CharSequence text
                ? "\"" + printable(text.toString()) + "\""
                : printable(value.toString());
    }

    /** That text cut and without characters that would spoil a terminal's line. */
    static String printable(String text) {
        return printable(text, SHOWN);
    }

    /** That text cut behind so many characters and without those that would spoil a terminal's line. */
    static String printable(String text, int longest) {
        StringBuilder printable = new StringBuilder();
        text.codePoints()
                .limit(longest)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .forEach(printable::appendCodePoint);
        return text.codePointCount(0, text.length()) > longest ? printable + "…" : printable.toString();
    }
}
