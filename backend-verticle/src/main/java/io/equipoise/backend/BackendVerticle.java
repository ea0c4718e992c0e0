package io.equipoise.backend;

import io.equipoise.backend.service.EchoService;
import io.equipoise.backend.service.HttpService;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.function.Supplier;

/**
 * One backend that serves what its configuration says: it opens its port, announces itself and answers pings. Deployed
 * with several instances, each is a backend of its own with its own port and id. The composition root of this module.
 */
public final class BackendVerticle extends VerticleBase {
    private Supplier<Future<Void>> leave = Future::succeededFuture;

    @Override
    public Future<?> start() {
        Opening opening = Opening.of(vertx, context);
        return switch (opening.config().type()) {
            case ECHO -> startEcho(opening);
            case HTTP -> startHttp(opening);
            case SIDECAR -> startSidecar(opening);
        };
    }

    @Override
    public Future<?> stop() {
        return leave.get();
    }

    private Future<?> startEcho(Opening opening) {
        Backend backend = opening.backend();
        return opening.tcp(opened ->
                        new EchoService(vertx, () -> backend.idAt(opened.actualPort()), backend.connections()))
                .onSuccess(registered -> leave = registered::leave);
    }

    private Future<?> startHttp(Opening opening) {
        Backend backend = opening.backend();
        return opening.http(
                        opened -> new HttpService(vertx, () -> backend.idAt(opened.actualPort()), opened::actualPort))
                .onSuccess(registered -> leave = registered::leave);
    }

    private Future<?> startSidecar(Opening opening) {
        Sidecar sidecar = new Sidecar(vertx, opening.backend(), opening.config());
        leave = sidecar::stop;
        return sidecar.start();
    }
}
