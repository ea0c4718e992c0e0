package io.equipoise.cluster.launch.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.io.IOException;

/**
 * What an event was thrown by: the stack trace, on lines of its own. Of what the network does ({@link IOException}, or
 * what Vert.x throws without a trace) and is no error only the message, on the event's line: a peer that is gone is no
 * defect.
 */
public final class CauseConverter extends ThrowableProxyConverter {
    @Override
    public String convert(ILoggingEvent event) {
        if (event.getThrowableProxy() == null) {
            return "";
        }
        return isOfTheNetwork(event)
                ? " cause=" + message(event).replaceAll("[\\r\\n]+", " ")
                : System.lineSeparator() + super.convert(event).stripTrailing();
    }

    /** The message, or the stack trace where there is need for it. */
    String text(ILoggingEvent event) {
        return isOfTheNetwork(event) ? message(event) : super.convert(event).stripTrailing();
    }

    private static boolean isOfTheNetwork(ILoggingEvent event) {
        return !event.getLevel().isGreaterOrEqual(Level.ERROR)
                && event.getThrowableProxy() instanceof ThrowableProxy proxy
                && (proxy.getThrowable() instanceof IOException
                        || proxy.getThrowable().getStackTrace().length == 0);
    }

    private static String message(ILoggingEvent event) {
        String message = event.getThrowableProxy().getMessage();
        return message == null || message.isBlank() ? event.getThrowableProxy().getClassName() : message;
    }
}
