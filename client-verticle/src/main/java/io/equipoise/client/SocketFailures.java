package io.equipoise.client;

import io.equipoise.client.report.Failure;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/**
 * What an exception of a socket means. The words decide, since each transport has types of its own for the errors that
 * the kernel names.
 */
final class SocketFailures {
    private SocketFailures() {}

    /**
     * Why a connection could not be made.
     *
     * @param encrypted whether a TLS handshake belongs to it, within which an end or a reset is its failure
     */
    static Failure ofConnecting(Throwable cause, boolean encrypted) {
        if (isOfTls(cause) || (encrypted && isEnd(cause))) {
            return Failure.TLS_FAILED;
        }
        if (cause instanceof ConnectException && message(cause).contains("refused")) {
            return Failure.CONNECT_REFUSED;
        }
        if (cause instanceof ConnectException && message(cause).contains("timed out")) {
            return Failure.CONNECT_TIMEOUT;
        }
        return Failure.CONNECT_FAILED;
    }

    private static boolean isOfTls(Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof SSLException) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEnd(Throwable cause) {
        return cause instanceof ClosedChannelException || message(cause).contains("closed") || isReset(cause);
    }

    /** Whether the other side has reset the connection, which a write may notice first. */
    static boolean isReset(Throwable cause) {
        return message(cause).contains("reset") || message(cause).contains("broken pipe");
    }

    private static String message(Throwable cause) {
        return String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    }
}
