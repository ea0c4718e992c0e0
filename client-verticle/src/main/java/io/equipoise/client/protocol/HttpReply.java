package io.equipoise.client.protocol;

import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads one HTTP/1.1 response as it arrives (RFC 9112): by length, in chunks, or up to the end of the stream. Interim
 * responses are skipped.
 *
 * <pre>
 * STATUS → HEADERS ─┬→ BODY ───────────────────────→ COMPLETE
 *    ↑        │1xx  ├→ CHUNK_SIZE ⇄ CHUNK, CHUNK_END
 *    └────────┘     │      └→ TRAILERS ────────────→ COMPLETE
 *                   └→ UNTIL_END ─(end of stream)──→ COMPLETE        anything malformed → BROKEN
 * </pre>
 */
final class HttpReply {
    /** No line of a head is longer, in bytes. */
    static final int MAX_LINE = 8 * 1024;

    private static final long UNKNOWN_LENGTH = -1;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] [1-9][0-9]{2}( .*)?");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,18}");
    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-fA-F]{1,15}");

    private enum State {
        STATUS,
        HEADERS,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILERS,
        UNTIL_END,
        COMPLETE,
        BROKEN
    }

    private final Line line;
    private final String idHeader;
    private final int keep;
    private final Buffer beginning = Buffer.buffer();
    private State state = State.STATUS;
    private int status;
    private boolean chunked;
    private boolean closes;
    private long length = UNKNOWN_LENGTH;
    private long due;
    private Optional<String> id = Optional.empty();

    /**
     * Reads the next response of a connection.
     *
     * @param line to gather lines in, of the connection
     * @param idHeader the name of the header that says who answers, in lower case
     * @param keep bytes of the body's beginning to keep
     */
    HttpReply(Line line, String idHeader, int keep) {
        this.line = line;
        this.idHeader = idHeader;
        this.keep = keep;
    }

    /** Takes the next bytes; what follows a complete response breaks it. */
    void take(Buffer bytes) {
        int index = 0;
        while (index < bytes.length()) {
            index = switch (state) {
                case BODY, CHUNK, UNTIL_END -> takeBody(bytes, index);
                case COMPLETE, BROKEN -> breakOff(bytes);
                default -> takeLine(bytes, index);
            };
        }
    }

    /** Takes the end of the stream. */
    void end() {
        state = state == State.UNTIL_END || state == State.COMPLETE ? State.COMPLETE : State.BROKEN;
    }

    boolean isComplete() {
        return state == State.COMPLETE;
    }

    boolean isBroken() {
        return state == State.BROKEN;
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** Whether the connection ends with this response. */
    boolean closes() {
        return closes;
    }

    Optional<String> id() {
        return id;
    }

    /** The kept beginning of the body. */
    Buffer beginning() {
        return beginning;
    }

    private int breakOff(Buffer bytes) {
        state = State.BROKEN;
        return bytes.length();
    }

    private int takeBody(Buffer bytes, int index) {
        int available = bytes.length() - index;
        int count = state == State.UNTIL_END ? available : (int) Math.min(available, due);
        int kept = Math.min(count, keep - beginning.length());
        if (kept > 0) {
            beginning.appendBuffer(bytes, index, kept);
        }
        due -= count;
        if (due == 0 && state == State.BODY) {
            state = State.COMPLETE;
        } else if (due == 0 && state == State.CHUNK) {
            state = State.CHUNK_END;
        }
        return index + count;
    }

    private int takeLine(Buffer bytes, int index) {
        int next = line.take(bytes, index);
        if (line.isTooLong()) {
            return breakOff(bytes);
        }
        if (line.isComplete()) {
            state = onLine(line.text());
        }
        return next;
    }

    private State onLine(String text) {
        return switch (state) {
            case STATUS -> onStatus(text);
            case HEADERS -> text.isEmpty() ? onEndOfHead() : onHeader(text);
            case CHUNK_SIZE -> onChunkSize(text);
            case CHUNK_END -> text.isEmpty() ? State.CHUNK_SIZE : State.BROKEN;
            case TRAILERS -> text.isEmpty() ? State.COMPLETE : State.TRAILERS;
            default -> throw new IllegalStateException("a line in state " + state);
        };
    }

    private State onStatus(String text) {
        if (!STATUS_LINE.matcher(text).matches()) {
            return State.BROKEN;
        }
        status = Integer.parseInt(text, 9, 12, 10);
        closes = text.startsWith("HTTP/1.0");
        return State.HEADERS;
    }

    private State onHeader(String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            return State.BROKEN;
        }
        String name = text.substring(0, colon).toLowerCase(Locale.ROOT);
        String value = text.substring(colon + 1).strip();
        switch (name) {
            case "content-length" -> {
                if (!DECIMAL.matcher(value).matches()) {
                    return State.BROKEN;
                }
                length = Long.parseLong(value);
            }
            case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
            case "connection" -> closes = value.equalsIgnoreCase("close");
            default -> id = name.equals(idHeader) ? Optional.of(value) : id;
        }
        return State.HEADERS;
    }

    private State onEndOfHead() {
        if (status < 200) {
            return State.STATUS;
        }
        if (status == 204 || status == 304 || (length == 0 && !chunked)) {
            return State.COMPLETE;
        }
        if (chunked) {
            return State.CHUNK_SIZE;
        }
        due = length;
        closes |= length == UNKNOWN_LENGTH;
        return length == UNKNOWN_LENGTH ? State.UNTIL_END : State.BODY;
    }

    private State onChunkSize(String text) {
        String size = text.split(";", 2)[0].strip();
        if (!HEXADECIMAL.matcher(size).matches()) {
            return State.BROKEN;
        }
        due = Long.parseLong(size, 16);
        return due == 0 ? State.TRAILERS : State.CHUNK;
    }
}
