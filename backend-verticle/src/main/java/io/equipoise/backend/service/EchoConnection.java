package io.equipoise.backend.service;

import io.equipoise.backend.load.OpenConnection;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

/** One connection whose bytes come back; owned by its event loop. */
final class EchoConnection {
    private static final long LONGEST_HOLD_MILLIS = 1_000;
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final NetSocket socket;
    private final OpenConnection connection;
    private final WhoAmI greeting;
    private long timer = NO_TIMER;
    private boolean answered;

    EchoConnection(Vertx vertx, NetSocket socket, OpenConnection connection, String id) {
        this.vertx = vertx;
        this.socket = socket;
        this.connection = connection;
        this.greeting = new WhoAmI(id);
    }

    void start() {
        TcpChannel.of(socket).markEnd();
        socket.handler(bytes -> {
            if (bytes.length() == 0) {
                onEnd();
            } else {
                onBytes(bytes);
            }
        });
        socket.drainHandler(nothing -> socket.resume());
        socket.closeHandler(nothing -> cancelTimer());
    }

    private void onBytes(Buffer bytes) {
        if (!answered) {
            connection.bytesIn();
        }
        send(greeting.take(bytes));
        if (!greeting.isHolding()) {
            cancelTimer();
        } else if (timer == NO_TIMER) {
            timer = vertx.setTimer(LONGEST_HOLD_MILLIS, id -> send(greeting.giveUp()));
        }
    }

    private void onEnd() {
        send(greeting.giveUp());
        // Everything is written before the FIN; the client has sent its own.
        socket.end();
    }

    private void send(Buffer bytes) {
        if (bytes.length() == 0) {
            return;
        }
        if (answered) {
            socket.write(bytes);
        } else {
            answered = true;
            socket.write(bytes).onSuccess(written -> connection.bytesOut());
        }
        if (socket.writeQueueFull()) {
            socket.pause();
        }
    }

    private void cancelTimer() {
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
    }
}
