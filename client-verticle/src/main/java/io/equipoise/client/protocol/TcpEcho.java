package io.equipoise.client.protocol;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/**
 * Sends pseudo-random bytes and expects them back. The first bytes of each connection are the line
 * {@value #WHO_ARE_YOU}: an echo backend of Equipoise answers with one line, its id; any other echo sends the line
 * back and stays unknown.
 */
public final class TcpEcho implements Protocol {
    static final String WHO_ARE_YOU = "equipoise:whoami";

    private static final int MAX_ID_LENGTH = 256;

    private final Payload payload;

    /**
     * Asks with payloads of those sizes.
     *
     * @param seed of the bytes and the sizes
     */
    public TcpEcho(long seed, PayloadSize size) {
        payload = new Payload(seed, size);
    }

    @Override
    public Exchange open() {
        return new EchoExchange(payload);
    }

    private static final class EchoExchange implements Exchange {
        private final Payload payload;
        private final Line answer = new Line(MAX_ID_LENGTH);
        private boolean asked;
        private Optional<String> backend = Optional.empty();
        private long key;
        private int size;
        private int due;

        EchoExchange(Payload payload) {
            this.payload = payload;
        }

        @Override
        public Buffer request(long number) {
            key = payload.key(number);
            size = payload.size(key);
            due = size;
            Buffer request = Buffer.buffer(size + WHO_ARE_YOU.length() + 1);
            if (!asked) {
                asked = true;
                request.appendString(WHO_ARE_YOU).appendByte((byte) '\n');
            }
            payload.appendTo(request, key);
            return request;
        }

        @Override
        public Progress receive(Buffer bytes) {
            if (due == 0) {
                return Progress.WRONG_BYTES;
            }
            int start = 0;
            if (!answer.isComplete()) {
                start = answer.take(bytes, 0);
                if (answer.isTooLong()) {
                    return Progress.WRONG_BYTES;
                }
                if (!answer.isComplete()) {
                    return Progress.MORE;
                }
                backend = Optional.of(answer.text()).filter(id -> !id.equals(WHO_ARE_YOU));
            }
            return check(bytes, start);
        }

        private Progress check(Buffer bytes, int start) {
            int count = bytes.length() - start;
            if (count > due || payload.matching(key, size - due, bytes, start, count) < count) {
                return Progress.WRONG_BYTES;
            }
            due -= count;
            return due == 0 ? Progress.COMPLETE : Progress.MORE;
        }

        @Override
        public Progress end() {
            return Progress.MORE;
        }

        @Override
        public Optional<String> backend() {
            return backend;
        }

        @Override
        public boolean reusable() {
            return true;
        }
    }
}
