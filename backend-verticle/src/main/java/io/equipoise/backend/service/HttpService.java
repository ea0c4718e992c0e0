package io.equipoise.backend.service;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.OptionalLong;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Sample payloads over HTTP. Every answer carries the backend's id in the header {@value #ID_HEADER}:
 *
 * <ul>
 *   <li>{@code /slow?ms=N} answers after that many milliseconds, at most 60,000;
 *   <li>{@code /bytes?n=N} answers with that many bytes, at most 1 GiB, written as fast as the client reads;
 *   <li>everything else answers with three lines: id, port, and the request's line.
 * </ul>
 */
public final class HttpService implements Handler<HttpServerRequest> {
    /** The header that says which backend answered. */
    public static final String ID_HEADER = "x-backend";

    private static final long LONGEST_MILLIS = 60_000;
    private static final long MOST_BYTES = 1L << 30;

    private final Vertx vertx;
    private final Supplier<String> id;
    private final IntSupplier port;

    /** For the backend of that id; both are known once the port is open. */
    public HttpService(Vertx vertx, Supplier<String> id, IntSupplier port) {
        this.vertx = vertx;
        this.id = id;
        this.port = port;
    }

    @Override
    public void handle(HttpServerRequest request) {
        request.response().putHeader(ID_HEADER, id.get());
        switch (request.path() == null ? "" : request.path()) {
            case "/slow" ->
                parameter(
                        request,
                        "ms",
                        LONGEST_MILLIS,
                        millis -> vertx.setTimer(Math.max(1, millis), timer -> answer(request)));
            case "/bytes" ->
                parameter(request, "n", MOST_BYTES, count -> new ByteStream(request.response()).send(count));
            default -> answer(request);
        }
    }

    private void answer(HttpServerRequest request) {
        if (request.response().closed()) {
            return;
        }
        String version = switch (request.version()) {
            case HTTP_1_0 -> "HTTP/1.0";
            case HTTP_1_1 -> "HTTP/1.1";
            case HTTP_2 -> "HTTP/2";
        };
        send(
                request,
                "id: " + id.get() + "\nport: " + port.getAsInt() + "\n" + request.method() + " " + request.uri() + " "
                        + version + "\n");
    }

    private static Future<Void> send(HttpServerRequest request, String text) {
        return request.response()
                .putHeader("content-type", "text/plain; charset=utf-8")
                .end(text);
    }

    private static void parameter(HttpServerRequest request, String name, long most, LongConsumer action) {
        OptionalLong value = number(request.getParam(name), most);
        if (value.isPresent()) {
            action.accept(value.getAsLong());
        } else {
            request.response().setStatusCode(400);
            send(request, name + " must be a whole number from 0 to " + most + "\n");
        }
    }

    private static OptionalLong number(String text, long most) {
        if (text == null || !text.matches("[0-9]{1,10}")) {
            return OptionalLong.empty();
        }
        long value = Long.parseLong(text);
        return value <= most ? OptionalLong.of(value) : OptionalLong.empty();
    }
}
