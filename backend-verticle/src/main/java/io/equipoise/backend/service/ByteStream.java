package io.equipoise.backend.service;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** Writes a number of bytes as an answer, never more than its client's connection takes: the letters a to z, repeated. */
final class ByteStream {
    private static final int PERIOD = 26;
    private static final int CHUNK = PERIOD * 2_048;
    private static final Buffer LETTERS = letters();

    private final HttpServerResponse response;
    private long left;

    ByteStream(HttpServerResponse response) {
        this.response = response;
    }

    void send(long count) {
        left = count;
        response.putHeader("content-type", "application/octet-stream")
                .putHeader("content-length", Long.toString(count));
        response.drainHandler(nothing -> proceed());
        proceed();
    }

    private void proceed() {
        while (left > 0 && !response.writeQueueFull() && !response.closed()) {
            int count = (int) Math.min(left, CHUNK);
            left -= count;
            response.write(LETTERS.slice(0, count));
        }
        if (left == 0 && !response.ended()) {
            response.end();
        }
    }

    private static Buffer letters() {
        byte[] bytes = new byte[CHUNK];
        for (int i = 0; i < CHUNK; i++) {
            bytes[i] = (byte) ('a' + i % PERIOD);
        }
        return Buffer.buffer(bytes);
    }
}
