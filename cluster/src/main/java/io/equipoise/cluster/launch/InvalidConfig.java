package io.equipoise.cluster.launch;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A configuration that cannot be: the line names the key, its value and what is allowed. The launcher exits with 2. */
public final class InvalidConfig extends StartFailure {
    @Serial
    private static final long serialVersionUID = 1;

    private static final int SHOWN = 60;

    /** With that line. */
    public InvalidConfig(String line) {
        super(line);
    }

    /**
     * For one key.
     *
     * @param path where it stands, such as {@code listeners[0].port}
     * @param value what stands there; secrets are not shown
     * @param allowed what may stand there
     */
    public static InvalidConfig at(String path, @Nullable Object value, String allowed) {
        return new InvalidConfig(path + " is " + shown(path, value) + "; allowed is " + allowed);
    }

    private static String shown(String path, @Nullable Object value) {
        if (value == null) {
            return "missing";
        }
        if (path.endsWith("token") || path.endsWith("secret")) {
            return "(not shown)";
        }
        String text = value instanceof CharSequence ? "\"" + value + "\"" : value.toString();
        String printable = text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .limit(SHOWN)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return text.length() > SHOWN ? printable + "…" : printable;
    }
}
