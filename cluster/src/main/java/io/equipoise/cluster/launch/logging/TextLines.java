package io.equipoise.cluster.launch.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/**
 * A line an event: {@code 12:00:00.000 LEVEL logger - message key=value key=value}, on one line whatever is in it, then
 * what was thrown, see {@link CauseConverter}. A map among the message's arguments stands for its entries, as its text has
 * them. Logback's patterns say the same at twice the price, which a busy access log feels.
 */
public final class TextLines extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = new byte[0];
    private static final int USUAL_LENGTH = 512;
    private static final int LEVEL_LENGTH = 5;
    private static final char DELETE = 0x7f;

    private final CauseConverter cause = new CauseConverter();
    private final DateTimeFormatter times =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
    /** The second that was shown last: most lines of a busy log share theirs. */
    private volatile Second last = new Second(Instant.EPOCH.getEpochSecond(), times.format(Instant.EPOCH));

    private record Second(long number, String text) {}

    @Override
    public void start() {
        cause.start();
        super.start();
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(USUAL_LENGTH);
        time(line, event.getInstant());
        String level = event.getLevel().toString();
        line.append(' ').append(level).append(" ".repeat(LEVEL_LENGTH - level.length()));
        String logger = event.getLoggerName();
        line.append(' ').append(logger, logger.lastIndexOf('.') + 1, logger.length());
        line.append(" - ").append(event.getFormattedMessage()).append(' ');
        values(line, event);
        onOneLine(line);
        line.append(cause.convert(event)).append(System.lineSeparator());
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    private void time(StringBuilder line, Instant instant) {
        Second second = last;
        if (second.number() != instant.getEpochSecond()) {
            second = new Second(instant.getEpochSecond(), times.format(instant));
            last = second;
        }
        int millis = instant.getNano() / 1_000_000;
        line.append(second.text())
                .append('.')
                .append((char) ('0' + millis / 100))
                .append((char) ('0' + millis / 10 % 10))
                .append((char) ('0' + millis % 10));
    }

    private static void values(StringBuilder line, ILoggingEvent event) {
        String between = "";
        if (event.getArgumentArray() != null) {
            for (Object argument : event.getArgumentArray()) {
                if (argument instanceof Map<?, ?>) {
                    line.append(between).append(argument);
                    between = " ";
                }
            }
        }
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                line.append(between).append(pair.key).append('=').append(pair.value);
                between = " ";
            }
        }
    }

    /** What would begin another line or steer a terminal is a space. */
    private static void onOneLine(StringBuilder line) {
        for (int i = 0; i < line.length(); i++) {
            char letter = line.charAt(i);
            if (letter < ' ' || letter == DELETE) {
                line.setCharAt(i, ' ');
            }
        }
    }
}
