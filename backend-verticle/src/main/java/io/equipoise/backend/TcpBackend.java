package io.equipoise.backend;

import io.equipoise.cluster.launch.InvalidConfig;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.NetSocket;
import java.util.function.Supplier;

/**
 * A verticle that is a backend, to be extended: it says what a connection gets, and is deployed in a clustered Vert.x.
 * It opens a port, announces itself and answers pings; undeployed, it drains. Each of several instances is a backend of
 * its own. Its configuration is the backend jar's, without {@code type}, {@code target} and {@code check}; nothing need
 * be said.
 */
public abstract class TcpBackend extends VerticleBase {
    private Supplier<Future<Void>> leave = Future::succeededFuture;

    /**
     * Serves one connection, until either side closes it.
     *
     * @param socket just accepted; on the verticle's event loop
     */
    protected abstract void serve(NetSocket socket);

    /** Opens and registers; whoever overrides it returns a future that waits for this one. */
    @Override
    public Future<?> start() throws Exception {
        Opening opening = Opening.of(vertx, context);
        if (opening.config().type() != BackendType.ECHO) {
            throw InvalidConfig.at(
                    "type",
                    context.config().getValue("type"),
                    "none: " + getClass().getName() + " serves");
        }
        return opening.tcp(opened -> opening.backend().sockets(this::serve))
                .onSuccess(registered -> leave = registered::leave);
    }

    /** Drains and leaves; whoever overrides it returns a future that waits for this one. */
    @Override
    public Future<?> stop() throws Exception {
        return leave.get();
    }
}
