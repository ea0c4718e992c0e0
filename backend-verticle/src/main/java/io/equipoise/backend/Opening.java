package io.equipoise.backend;

import io.equipoise.cluster.launch.StartFailure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.function.Function;

/** Opens the port of one verticle's backend and registers it: what the verticles of this module share. */
final class Opening {
    private static final int BACKLOG = 4_096;
    private static final String INSTANCES = "io.equipoise.backend.instances";

    private final Vertx vertx;
    private final BackendConfig config;
    private final Backend backend;

    private Opening(Vertx vertx, BackendConfig config) {
        this.vertx = vertx;
        this.config = config;
        this.backend = Backend.of(vertx, config.profile());
    }

    /**
     * As the configuration of that verticle says. Of several instances in one deployment each has a port of its own,
     * and a number behind an id that is configured.
     *
     * @throws StartFailure naming what cannot be
     */
    static Opening of(Vertx vertx, Context context) {
        BackendConfig config = BackendConfig.of(context.config());
        int instances = context.getInstanceCount();
        config.checkInstances(instances);
        if (instances == 1) {
            return new Opening(vertx, config);
        }
        // 1, 2, … in the order in which the instances of this deployment start.
        int number = vertx.sharedData()
                .<String, Integer>getLocalMap(INSTANCES)
                .merge(context.deploymentID(), 1, Integer::sum);
        return new Opening(vertx, config.numbered(number));
    }

    BackendConfig config() {
        return config;
    }

    Backend backend() {
        return backend;
    }

    /** Opens a port for TCP; the handler is made for what will listen, and counts its connections itself. */
    Future<RegisteredBackend> tcp(Function<NetServer, Handler<NetSocket>> handler) {
        NetServer opened = vertx.createNetServer(
                new NetServerOptions().setAcceptBacklog(BACKLOG).setTcpKeepAlive(true));
        opened.connectHandler(handler.apply(opened));
        return opened.listen(config.port(), host()).recover(this::cannotOpen).compose(backend::register);
    }

    /** Opens a port for HTTP/1; the handler is made for what will listen. */
    Future<RegisteredBackend> http(Function<HttpServer, Handler<HttpServerRequest>> handler) {
        HttpServer opened = vertx.createHttpServer(new HttpServerOptions()
                .setAcceptBacklog(BACKLOG)
                .setTcpKeepAlive(true)
                .setHttp2ClearTextEnabled(false));
        opened.requestHandler(backend.requests(handler.apply(opened)));
        return opened.listen(config.port(), host()).recover(this::cannotOpen).compose(backend::register);
    }

    private String host() {
        return config.bindHost(backend.advertisedHost());
    }

    private <T> Future<T> cannotOpen(Throwable cause) {
        return Future.failedFuture(new StartFailure(
                "port " + config.port() + " on " + host() + " cannot be opened: " + cause.getMessage()
                        + "; allowed is a free port of this machine, or 0 for any",
                cause));
    }
}
