package io.equipoise.client.protocol;

import io.vertx.core.buffer.Buffer;

/**
 * Pseudo-random bytes that both ends of a check can compute: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), keyed by
 * the seed of the run and the number of the request. No byte is stored, so a check costs no memory at any size.
 *
 * @param seed of the run
 * @param sizes of the payloads
 */
record Payload(long seed, PayloadSize sizes) {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    /** The key of one request's bytes. */
    long key(long request) {
        return mix(seed ^ mix(request + GOLDEN_GAMMA));
    }

    /** How many bytes that key has. */
    int size(long key) {
        return sizes.of(mix(key));
    }

    /** Appends the bytes of that key. */
    void appendTo(Buffer buffer, long key) {
        int size = size(key);
        int whole = size & ~7;
        for (int i = 0; i < whole; i += Long.BYTES) {
            buffer.appendLongLE(word(key, i));
        }
        for (int i = whole; i < size; i++) {
            buffer.appendByte(byteAt(key, i));
        }
    }

    /**
     * How many of the bytes from {@code start} on are those of the key from {@code index} on.
     *
     * @param count how many bytes to compare; all lie within both
     */
    int matching(long key, int index, Buffer bytes, int start, int count) {
        for (int i = 0; i < count; i++) {
            if (bytes.getByte(start + i) != byteAt(key, index + i)) {
                return i;
            }
        }
        return count;
    }

    private static byte byteAt(long key, int index) {
        return (byte) (word(key, index) >>> ((index & 7) * 8));
    }

    /** The eight bytes around that index. */
    private static long word(long key, int index) {
        return mix(key + ((index >>> 3) + 1) * GOLDEN_GAMMA);
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
