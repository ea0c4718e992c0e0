package io.equipoise.backend.service;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * Knows one word at the very start of a stream: the line {@code equipoise:whoami} is answered with one line, the
 * backend's id, in its place. Every other beginning comes back as it is. A beginning that may still become the word is
 * held until it is decided.
 */
final class WhoAmI {
    private static final Buffer WORD = Buffer.buffer("equipoise:whoami\n".getBytes(StandardCharsets.US_ASCII));
    private static final Buffer NOTHING = Buffer.buffer();

    private final String id;
    private int matched;
    private boolean decided;

    WhoAmI(String id) {
        this.id = id;
    }

    /** What goes back for the bytes that have come. */
    Buffer take(Buffer bytes) {
        if (decided) {
            return bytes;
        }
        int count = Math.min(bytes.length(), WORD.length() - matched);
        for (int i = 0; i < count; i++) {
            if (bytes.getByte(i) != WORD.getByte(matched + i)) {
                return giveUp().copy().appendBuffer(bytes);
            }
        }
        matched += count;
        if (matched < WORD.length()) {
            return NOTHING;
        }
        decided = true;
        return Buffer.buffer(id + "\n").appendBuffer(bytes, count, bytes.length() - count);
    }

    /** Whether bytes are held back. */
    boolean isHolding() {
        return !decided && matched > 0;
    }

    /** Decides that it is not the word; the bytes that were held. */
    Buffer giveUp() {
        int held = decided ? 0 : matched;
        decided = true;
        return WORD.slice(0, held);
    }
}
