package io.equipoise.backend.service;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.NetServer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * A port that Vert.x listens on. Vert.x stops accepting when it is told to shut down; sockets stay until they end, HTTP
 * connections that carry no request are closed by it at once. That is why HTTP first goes on for some seconds, in which
 * every answer says {@code Connection: close}: a request then hardly meets a connection that is being closed.
 */
public final class OpenPort implements Serving {
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(5);
    private static final long AFTER_CUT_MILLIS = 1_000;

    private final Vertx vertx;
    private final int port;
    private final Runnable drain;
    private final Supplier<Future<Void>> whenEmpty;
    private final Shutdown shutdown;
    private final IntSupplier cut;

    /** What a Vert.x server offers for its end. */
    private interface Shutdown {
        Future<Void> within(long timeout, TimeUnit unit);
    }

    private OpenPort(
            Vertx vertx,
            int port,
            Runnable drain,
            Supplier<Future<Void>> whenEmpty,
            Shutdown shutdown,
            IntSupplier cut) {
        this.vertx = vertx;
        this.port = port;
        this.drain = drain;
        this.whenEmpty = whenEmpty;
        this.shutdown = shutdown;
        this.cut = cut;
    }

    /** Of one that listens for TCP; connections that are not counted are closed at the deadline instead of reset. */
    public static OpenPort of(Vertx vertx, NetServer listening, Connections connections) {
        return new OpenPort(
                vertx,
                listening.actualPort(),
                () -> {},
                Future::succeededFuture,
                listening::shutdown,
                connections::cut);
    }

    /** Of one that listens for HTTP. */
    public static OpenPort of(Vertx vertx, HttpServer listening, HttpConnections connections) {
        return new OpenPort(
                vertx,
                listening.actualPort(),
                connections::drain,
                connections::whenEmpty,
                listening::shutdown,
                connections::cut);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void drain() {
        drain.run();
    }

    @Override
    public Future<Integer> finish(Duration deadline) {
        int[] count = new int[1];
        long timer = vertx.setTimer(Math.max(1, deadline.toMillis()), id -> count[0] = cut.getAsInt());
        return emptyWithin(deadline.dividedBy(2))
                .compose(farewell -> shutdown.within(deadline.toMillis() + AFTER_CUT_MILLIS, TimeUnit.MILLISECONDS))
                .onComplete(done -> vertx.cancelTimer(timer))
                .map(nothing -> count[0]);
    }

    private Future<Void> emptyWithin(Duration limit) {
        Future<Void> empty = whenEmpty.get();
        if (empty.isComplete()) {
            return empty;
        }
        Promise<Void> ended = Promise.promise();
        long millis = Math.max(1, Math.min(limit.toMillis(), LONGEST_FAREWELL.toMillis()));
        long timer = vertx.setTimer(millis, id -> ended.tryComplete());
        empty.onSuccess(nothing -> {
            vertx.cancelTimer(timer);
            ended.tryComplete();
        });
        return ended.future();
    }
}
