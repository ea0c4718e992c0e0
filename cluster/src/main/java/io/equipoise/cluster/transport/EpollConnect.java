package io.equipoise.cluster.transport;

import static io.equipoise.cluster.transport.EpollInterest.ERR;
import static io.equipoise.cluster.transport.EpollInterest.HUP;
import static io.equipoise.cluster.transport.EpollInterest.OUT;

import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.unix.Socket;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.channels.ConnectionPendingException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The connect of one {@link EpollConnection}, while it is under way. Owned by the connection's loop. */
final class EpollConnect {
    private final Socket socket;
    private @Nullable ChannelPromise promise;
    private @Nullable Future<?> timeout;

    EpollConnect(Socket socket) {
        this.socket = socket;
    }

    boolean isUnderWay() {
        return promise != null;
    }

    /** There can be one. */
    void checkNone() {
        if (isUnderWay()) {
            throw new ConnectionPendingException();
        }
    }

    /** Has begun; runs {@code onTimeout} unless it is over by then. */
    void begin(ChannelPromise promise, EventLoop loop, int timeoutMillis, Runnable onTimeout) {
        this.promise = promise;
        if (timeoutMillis > 0) {
            timeout = loop.schedule(onTimeout, timeoutMillis, TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Whether the connection stands, by what epoll has told: room alone says so.
     *
     * @throws IOException when it was refused
     */
    boolean isDone(int happened) throws IOException {
        return (happened & (ERR | HUP)) == 0 ? (happened & OUT) != 0 : socket.finishConnect();
    }

    /**
     * It is over; returns the promise that is to be told.
     *
     * @throws NullPointerException when none is under way
     */
    ChannelPromise end() {
        ChannelPromise ended = Objects.requireNonNull(promise);
        promise = null;
        if (timeout != null) {
            timeout.cancel(false);
            timeout = null;
        }
        return ended;
    }
}
