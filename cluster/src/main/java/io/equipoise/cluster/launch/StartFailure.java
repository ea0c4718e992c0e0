package io.equipoise.cluster.launch;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Why something cannot start, in one line for its user: what is wrong, where, and what to do. A verticle fails its
 * start with it; the launcher prints the line, without a stack trace, and exits.
 */
public class StartFailure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /** With that line. */
    public StartFailure(String line) {
        this(line, null);
    }

    /** With that line and what led to it, which is shown at log level debug. */
    public StartFailure(String line, @Nullable Throwable cause) {
        super(line, cause);
    }
}
