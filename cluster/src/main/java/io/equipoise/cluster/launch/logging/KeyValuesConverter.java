package io.equipoise.cluster.launch.logging;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import org.slf4j.event.KeyValuePair;

/**
 * The key/values of an event as {@code key=value key=value}, on one line whatever is in them. A value without a key stands
 * for several, which its text names.
 */
public final class KeyValuesConverter extends ClassicConverter {
    @Override
    public String convert(ILoggingEvent event) {
        if (event.getKeyValuePairs() == null) {
            return "";
        }
        StringBuilder text = new StringBuilder(512);
        for (KeyValuePair pair : event.getKeyValuePairs()) {
            if (text.length() > 0) {
                text.append(' ');
            }
            if (!pair.key.isEmpty()) {
                text.append(pair.key).append('=');
            }
            text.append(pair.value);
        }
        return onOneLine(text);
    }

    private static String onOneLine(StringBuilder text) {
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '\n' || letter == '\r') {
                text.setCharAt(i, ' ');
            }
        }
        return text.toString();
    }
}
