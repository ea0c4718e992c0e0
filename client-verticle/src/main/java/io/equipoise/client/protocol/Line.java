package io.equipoise.client.protocol;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** Gathers one line at a time from bytes that come in pieces; CR before LF is dropped. */
final class Line {
    private final byte[] bytes;
    private int length;
    private boolean complete;
    private boolean tooLong;

    /** At most that many bytes in a line. */
    Line(int limit) {
        bytes = new byte[limit];
    }

    /** Takes bytes from {@code start} on and returns the index after the last one taken. */
    int take(Buffer buffer, int start) {
        if (complete) {
            complete = false;
            length = 0;
        }
        for (int i = start; i < buffer.length(); i++) {
            byte next = buffer.getByte(i);
            if (next == '\n') {
                complete = true;
                return i + 1;
            }
            if (length == bytes.length) {
                tooLong = true;
                return i;
            }
            bytes[length++] = next;
        }
        return buffer.length();
    }

    boolean isComplete() {
        return complete;
    }

    boolean isTooLong() {
        return tooLong;
    }

    String text() {
        int end = length > 0 && bytes[length - 1] == '\r' ? length - 1 : length;
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
}
