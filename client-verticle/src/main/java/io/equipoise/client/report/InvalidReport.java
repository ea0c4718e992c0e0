package io.equipoise.client.report;

import java.io.Serial;

/** A file that is no report of the client, or not a whole one. */
public final class InvalidReport extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    InvalidReport(String message, Throwable cause) {
        super(message, cause);
    }

    InvalidReport(String message) {
        super(message);
    }
}
