package io.equipoise.client;

import io.equipoise.client.report.Failure;
import java.net.ConnectException;
import java.util.Locale;

/**
 * What an exception of a socket means. The words decide, since each transport has types of its own for the errors that
 * the kernel names.
 */
final class SocketFailures {
    private SocketFailures() {}

    /** Why a connection could not be made. */
    static Failure ofConnecting(Throwable cause) {
        if (cause instanceof ConnectException && message(cause).contains("refused")) {
            return Failure.CONNECT_REFUSED;
        }
        if (cause instanceof ConnectException && message(cause).contains("timed out")) {
            return Failure.CONNECT_TIMEOUT;
        }
        return Failure.CONNECT_FAILED;
    }

    /** Whether the other side has reset the connection, which a write may notice first. */
    static boolean isReset(Throwable cause) {
        return message(cause).contains("reset") || message(cause).contains("broken pipe");
    }

    private static String message(Throwable cause) {
        return String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    }
}
