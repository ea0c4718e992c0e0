package io.equipoise.balancer.health;

import java.util.Locale;
import java.util.regex.Pattern;

/** Why a connection could not be made, in the words of whoever reads it: not the name of a system call, not the address. */
final class ConnectFailure {
    /** What Netty puts before the system's message: {@code finishConnect(..) failed with error(-111): }. */
    private static final Pattern CALL = Pattern.compile("^\\w+\\(\\.\\.\\) failed(?: with error\\(-?\\d+\\))?: ");

    private static final Pattern ADDRESS = Pattern.compile(": [^ ]*/[^ ]+$");

    private ConnectFailure() {}

    /** In lower case, as all that says why. */
    static String words(Throwable cause) {
        String message = cause.getMessage();
        if (message == null || message.isBlank()) {
            return cause.getClass().getSimpleName();
        }
        if (message.startsWith("connection timed out")) {
            return "no connection within the timeout"; // the type is Netty's, which is not known here
        }
        String plain = CALL.matcher(ADDRESS.matcher(message).replaceFirst("")).replaceFirst("");
        return plain.isEmpty() ? message : plain.substring(0, 1).toLowerCase(Locale.ROOT) + plain.substring(1);
    }
}
