package io.equipoise.backend.service;

import io.equipoise.backend.load.LoadMeter;
import io.equipoise.backend.load.OpenConnection;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP connections that are open at a backend. They count from their first request on; while the backend drains,
 * each answer over HTTP/1 that begins is the last of its connection and says so ({@code Connection: close}).
 *
 * <p>Safe for any thread. Takes the close handler of each connection, and the headers-end handler and the end handler of
 * each response.
 */
public final class HttpConnections {
    private final LoadMeter meter;
    private final Map<HttpConnection, OpenConnection> open = new HashMap<>();
    private boolean draining;
    private @Nullable Promise<Void> empty;

    /** Counts into that meter. */
    public HttpConnections(LoadMeter meter) {
        this.meter = meter;
    }

    /** That handler, with its requests' connections counted and drained. */
    public Handler<HttpServerRequest> around(Handler<HttpServerRequest> handler) {
        return request -> {
            OpenConnection connection = connectionOf(request);
            connection.bytesIn();
            HttpServerResponse response = request.response();
            response.headersEndHandler(nothing -> {
                connection.bytesOut();
                if (isLast(request)) {
                    response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
                }
            });
            response.endHandler(nothing -> {
                if (response.headers().contains(HttpHeaders.CONNECTION, HttpHeaders.CLOSE, true)) {
                    closeAfter(request);
                }
            });
            handler.handle(request);
        };
    }

    /** From now on each answer that begins is its connection's last. */
    synchronized void drain() {
        draining = true;
    }

    /** Done once no connection is open. */
    synchronized Future<Void> whenEmpty() {
        if (open.isEmpty()) {
            return Future.succeededFuture();
        }
        if (empty == null) {
            empty = Promise.promise();
        }
        return empty.future();
    }

    /** Resets those that are open, and says how many. */
    int cut() {
        List<HttpConnection> left;
        synchronized (this) {
            left = List.copyOf(open.keySet());
        }
        left.forEach(connection -> TcpChannel.of(connection).reset());
        return left.size();
    }

    private synchronized boolean isLast(HttpServerRequest request) {
        return draining && (request.version() == HttpVersion.HTTP_1_1 || request.version() == HttpVersion.HTTP_1_0);
    }

    /** Once the request has come whole: closing on a client that still sends would reset it before it reads. */
    private static void closeAfter(HttpServerRequest request) {
        if (request.isEnded()) {
            request.connection().close();
        } else {
            request.end().onComplete(ended -> request.connection().close());
        }
    }

    private synchronized OpenConnection connectionOf(HttpServerRequest request) {
        HttpConnection connection = request.connection();
        OpenConnection known = open.get(connection);
        if (known != null) {
            return known;
        }
        OpenConnection added = meter.open();
        open.put(connection, added);
        connection.closeHandler(nothing -> remove(connection));
        return added;
    }

    private void remove(HttpConnection connection) {
        Promise<Void> emptied = null;
        synchronized (this) {
            OpenConnection removed = open.remove(connection);
            if (removed != null) {
                removed.close();
            }
            if (open.isEmpty()) {
                emptied = empty;
                empty = null;
            }
        }
        if (emptied != null) {
            emptied.complete();
        }
    }
}
