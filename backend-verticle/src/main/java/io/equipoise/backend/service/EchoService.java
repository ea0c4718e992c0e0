package io.equipoise.backend.service;

import io.equipoise.backend.load.OpenConnection;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends back what each connection brings, and ends when the client has ended. A connection whose first line is
 * {@code equipoise:whoami} gets one line in its place, the backend's id, and is echoed from there on. A beginning that
 * may still become that line waits for its rest, at most 1 s.
 */
public final class EchoService implements Handler<NetSocket> {
    private static final Logger log = LoggerFactory.getLogger(EchoService.class);

    private final Vertx vertx;
    private final Supplier<String> id;
    private final Connections connections;

    /** For the backend of that id, which is known once the port is open. */
    public EchoService(Vertx vertx, Supplier<String> id, Connections connections) {
        this.vertx = vertx;
        this.id = id;
        this.connections = connections;
    }

    @Override
    public void handle(NetSocket socket) {
        OpenConnection connection = connections.accept(socket);
        socket.exceptionHandler(cause -> log.atDebug()
                .addKeyValue("backend", id.get())
                .addKeyValue("client", socket.remoteAddress())
                .addKeyValue("cause", cause.getMessage())
                .log("connection has failed"));
        new EchoConnection(vertx, socket, connection, id.get()).start();
    }
}
