package io.equipoise.client;

import io.equipoise.client.protocol.Exchange;
import io.equipoise.client.report.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection and the talk on it, owned by one event loop.
 *
 * <pre>
 * CONNECTING ──→ IDLE ⇄ ASKING        any state ──(failure, end, close)──→ CLOSED
 * </pre>
 *
 * <p>Its owner hears of each event once, and of nothing after {@link #close()} or after a failure.
 */
final class Connection {
    /** Who is told. */
    interface Owner {
        /** The connection is there and idle. */
        void onOpen();

        /** The reply to the last request is complete and right; the connection is idle again. */
        void onReply();

        /** The connection is closed because it could not be made or because the request that was due has failed. */
        void onFailure(Connection connection, Failure reason);

        /** The other side has closed the connection while no request was due. */
        void onIdleEnd(Connection connection);
    }

    private enum State {
        CONNECTING,
        IDLE,
        ASKING,
        CLOSED
    }

    private final Dialer dialer;
    private final Exchange exchange;
    private final Owner owner;
    private State state = State.CONNECTING;
    private Failure ending = Failure.CLOSED_EARLY;
    private @Nullable NetSocket socket;
    private long replies;

    Connection(Dialer dialer, Exchange exchange, Owner owner) {
        this.dialer = dialer;
        this.exchange = exchange;
        this.owner = owner;
    }

    void open(SocketAddress target) {
        dialer.connect(target).onComplete(this::onConnected, this::onNotConnected);
    }

    /** Sends the next request; the connection is idle. */
    void ask(long number) {
        if (state != State.IDLE || socket == null) {
            throw new IllegalStateException("a request in state " + state);
        }
        state = State.ASKING;
        socket.write(exchange.request(number)).onFailure(this::onException);
    }

    void close() {
        state = State.CLOSED;
        if (socket != null) {
            socket.close().onFailure(this::onException);
        }
    }

    boolean isConnecting() {
        return state == State.CONNECTING;
    }

    boolean isOpen() {
        return state == State.IDLE || state == State.ASKING;
    }

    /** Right replies so far. */
    long replies() {
        return replies;
    }

    Optional<String> backend() {
        return exchange.backend();
    }

    /** Whether the protocol allows another request. */
    boolean reusable() {
        return exchange.reusable();
    }

    private void onConnected(NetSocket connected) {
        if (state == State.CLOSED) {
            connected.close().onFailure(this::onException);
            return;
        }
        socket = connected;
        state = State.IDLE;
        connected.exceptionHandler(this::onException);
        connected.handler(this::onBytes);
        connected.closeHandler(nothing -> onClosed());
        owner.onOpen();
    }

    private void onNotConnected(Throwable cause) {
        if (state != State.CLOSED) {
            fail(dialer.failure(cause));
        }
    }

    private void onBytes(Buffer bytes) {
        if (state == State.CLOSED) {
            return;
        }
        switch (exchange.receive(bytes)) {
            case MORE -> {}
            case COMPLETE -> onComplete();
            case WRONG_BYTES -> fail(Failure.WRONG_BYTES);
            case WRONG_STATUS -> fail(Failure.WRONG_STATUS);
        }
    }

    private void onComplete() {
        state = State.IDLE;
        replies++;
        owner.onReply();
    }

    /** What breaks a socket closes it too; the reason is kept for then. */
    private void onException(Throwable cause) {
        if (SocketFailures.isReset(cause)) {
            ending = Failure.RESET;
        }
    }

    private void onClosed() {
        switch (state) {
            case CONNECTING, CLOSED -> {}
            case ASKING -> onEndOfReply();
            case IDLE -> {
                state = State.CLOSED;
                owner.onIdleEnd(this);
            }
        }
    }

    private void onEndOfReply() {
        switch (exchange.end()) {
            case COMPLETE -> onComplete();
            case WRONG_STATUS -> fail(Failure.WRONG_STATUS);
            case MORE, WRONG_BYTES -> fail(ending);
        }
    }

    private void fail(Failure reason) {
        close();
        owner.onFailure(this, reason);
    }
}
