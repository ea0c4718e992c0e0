package io.equipoise.balancer.ctl;

import io.equipoise.cluster.launch.Durations;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Says why a balancer did not answer, and what to do. */
final class Unreachable {
    private Unreachable() {}

    static CtlFailure failure(Location location, Duration patience, Exception cause) {
        return new CtlFailure(Exit.UNREACHABLE, line(location, patience, cause), cause);
    }

    private static String line(Location location, Duration patience, Exception failure) {
        if (has(failure, UnresolvedAddressException.class)) {
            return location.base() + " has a host that no name service knows; see --url";
        }
        if (has(failure, HttpTimeoutException.class) || has(failure, TimeoutException.class)) {
            return location.base() + " does not answer within " + Durations.format(patience)
                    + "; see --url, or wait longer with --timeout";
        }
        if (has(failure, ConnectException.class)) {
            return "nothing listens at " + location.base() + "; is the balancer running, and --url right?";
        }
        if (has(failure, SSLException.class)) {
            return location.base() + " and this do not agree on TLS: " + reason(failure);
        }
        return location.base() + " broke off: " + reason(failure) + "; try again";
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static String reason(Throwable failure) {
        Throwable first =
                failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
        String message = first.getMessage();
        return message == null ? first.getClass().getSimpleName() : Printable.of(message);
    }
}
