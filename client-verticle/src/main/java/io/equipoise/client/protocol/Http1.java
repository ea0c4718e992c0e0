package io.equipoise.client.protocol;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Asks with {@code GET} over HTTP/1.1. Each request's target carries a number of its own; an HTTP backend of Equipoise
 * says its id in the header {@value #ID_HEADER} and repeats the request's line in its body, and a reply that repeats
 * another one is wrong. From others a complete response with a status of 200 to 299 is right.
 */
public final class Http1 implements Protocol {
    static final String ID_HEADER = "x-backend";

    private static final int KEPT_BODY = 1024;

    private final String target;
    private final String headers;
    private final boolean keepAlive;
    private final boolean repeated;

    /**
     * Asks for one path.
     *
     * @param host for the header of that name
     * @param path with or without a query
     * @param keepAlive whether a connection takes more than one request
     */
    public Http1(String host, String path, boolean keepAlive) {
        this.target = path + (path.contains("?") ? "&" : "?") + "request=";
        this.keepAlive = keepAlive;
        this.repeated = !path.startsWith("/bytes");
        this.headers = " HTTP/1.1\r\nHost: " + host + "\r\nUser-Agent: equipoise-client\r\nAccept: */*\r\n"
                + (keepAlive ? "" : "Connection: close\r\n") + "\r\n";
    }

    @Override
    public Exchange open() {
        return new HttpExchange();
    }

    private final class HttpExchange implements Exchange {
        private final Line lines = new Line(HttpReply.MAX_LINE);
        private HttpReply reply = nextReply();
        private String line = "";
        private boolean due;

        @Override
        public Buffer request(long number) {
            reply = nextReply();
            due = true;
            line = "GET " + target + Long.toHexString(number);
            return Buffer.buffer(line + headers);
        }

        @Override
        public Progress receive(Buffer bytes) {
            if (!due) {
                return Progress.WRONG_BYTES;
            }
            reply.take(bytes);
            return progress();
        }

        @Override
        public Progress end() {
            reply.end();
            return due ? progress() : Progress.MORE;
        }

        private HttpReply nextReply() {
            return new HttpReply(lines, ID_HEADER, KEPT_BODY);
        }

        private Progress progress() {
            if (reply.isBroken()) {
                return Progress.WRONG_BYTES;
            }
            if (!reply.isComplete()) {
                return Progress.MORE;
            }
            due = false;
            if (!reply.isSuccess()) {
                return Progress.WRONG_STATUS;
            }
            return isAnotherRequests() ? Progress.WRONG_BYTES : Progress.COMPLETE;
        }

        private boolean isAnotherRequests() {
            return repeated
                    && reply.id().isPresent()
                    && !reply.beginning().toString(StandardCharsets.UTF_8).contains(line + " ");
        }

        @Override
        public Optional<String> backend() {
            return reply.id();
        }

        @Override
        public boolean reusable() {
            return keepAlive && !reply.closes();
        }
    }
}
