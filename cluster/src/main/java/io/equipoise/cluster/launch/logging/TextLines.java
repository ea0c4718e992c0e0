package io.equipoise.cluster.launch.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
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
    private static final byte DELETE = 0x7f;

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
        return onOneLine(
                line.toString().getBytes(StandardCharsets.UTF_8),
                (cause.convert(event) + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
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

    /** What would begin another line or steer a terminal is a space; in UTF-8 such bytes are no part of other letters. */
    private static byte[] onOneLine(byte[] line, byte[] end) {
        byte[] all = Arrays.copyOf(line, line.length + end.length);
        for (int i = 0; i < line.length; i++) {
            if ((line[i] >= 0 && line[i] < ' ') || line[i] == DELETE) {
                all[i] = ' ';
            }
        }
        System.arraycopy(end, 0, all, line.length, end.length);
        return all;
    }
}
