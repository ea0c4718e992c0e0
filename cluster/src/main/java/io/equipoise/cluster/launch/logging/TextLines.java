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
    private static final byte[] END = System.lineSeparator().getBytes(StandardCharsets.UTF_8);
    private static final int USUAL_LENGTH = 512;
    private static final int LONG = 16 * 1_024;
    private static final int LEVEL_LENGTH = 5;
    private static final byte DELETE = 0x7f;

    private final CauseConverter cause = new CauseConverter();
    private final DateTimeFormatter times =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
    /** The second that was shown last: most lines of a busy log share theirs. */
    private volatile Second last = new Second(Instant.EPOCH.getEpochSecond(), times.format(Instant.EPOCH));

    /** Used again for each line, as a busy access log would else make a kilobyte of garbage more for each session. */
    private StringBuilder line = new StringBuilder(USUAL_LENGTH);

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
    public synchronized byte[] encode(ILoggingEvent event) {
        line.setLength(0);
        time(line, event.getInstant());
        String level = event.getLevel().toString();
        line.append(' ').append(level).append(" ".repeat(LEVEL_LENGTH - level.length()));
        String logger = event.getLoggerName();
        line.append(' ').append(logger, logger.lastIndexOf('.') + 1, logger.length());
        line.append(" - ").append(event.getFormattedMessage()).append(' ');
        values(line, event);
        byte[] bytes = line.append(System.lineSeparator()).toString().getBytes(StandardCharsets.UTF_8);
        if (line.capacity() > LONG) {
            line = new StringBuilder(USUAL_LENGTH);
        }
        int length = bytes.length - END.length;
        onOneLine(bytes, length);
        return event.getThrowableProxy() == null ? bytes : withCause(bytes, length, event);
    }

    private byte[] withCause(byte[] head, int length, ILoggingEvent event) {
        byte[] thrown = (cause.convert(event) + System.lineSeparator()).getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(head, length + thrown.length);
        System.arraycopy(thrown, 0, all, length, thrown.length);
        return all;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    private void time(StringBuilder text, Instant instant) {
        Second second = last;
        if (second.number() != instant.getEpochSecond()) {
            second = new Second(instant.getEpochSecond(), times.format(instant));
            last = second;
        }
        int millis = instant.getNano() / 1_000_000;
        text.append(second.text())
                .append('.')
                .append((char) ('0' + millis / 100))
                .append((char) ('0' + millis / 10 % 10))
                .append((char) ('0' + millis % 10));
    }

    private static void values(StringBuilder text, ILoggingEvent event) {
        String between = "";
        if (event.getArgumentArray() != null) {
            for (Object argument : event.getArgumentArray()) {
                if (argument instanceof Map<?, ?>) {
                    text.append(between).append(argument);
                    between = " ";
                }
            }
        }
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                text.append(between).append(pair.key).append('=').append(pair.value);
                between = " ";
            }
        }
    }

    /** What would begin another line or steer a terminal is a space; in UTF-8 such bytes are no part of other letters. */
    private static void onOneLine(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if ((bytes[i] >= 0 && bytes[i] < ' ') || bytes[i] == DELETE) {
                bytes[i] = ' ';
            }
        }
    }
}
