package io.equipoise.backend;

import io.equipoise.backend.service.EchoService;
import io.equipoise.backend.service.HttpService;
import io.equipoise.cluster.launch.StartFailure;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import java.util.function.Supplier;

/**
 * One backend: it opens its port, announces itself and answers pings. Deployed with several instances, each is a
 * backend of its own with its own port and id. The composition root of this module.
 */
public final class BackendVerticle extends VerticleBase {
    private static final int BACKLOG = 4_096;
    private static final String INSTANCES = "io.equipoise.backend.instances";

    private Supplier<Future<Void>> leave = Future::succeededFuture;

    @Override
    public Future<?> start() {
        BackendConfig config = BackendConfig.of(config());
        int instances = context.getInstanceCount();
        if (instances > 1) {
            if (config.port() != 0) {
                throw new StartFailure("port is " + config.port() + " for " + instances
                        + " instances; allowed is 0, so that each gets a free one");
            }
            config = config.numbered(instanceNumber());
        }
        Backend backend = Backend.of(vertx, config.profile());
        return switch (config.type()) {
            case ECHO -> startEcho(config, backend);
            case HTTP -> startHttp(config, backend);
            case SIDECAR -> startSidecar(config.target().orElseThrow(), backend);
        };
    }

    @Override
    public Future<?> stop() {
        return leave.get();
    }

    private Future<?> startEcho(BackendConfig config, Backend backend) {
        NetServer opened = vertx.createNetServer(
                new NetServerOptions().setAcceptBacklog(BACKLOG).setTcpKeepAlive(true));
        opened.connectHandler(new EchoService(vertx, () -> backend.idAt(opened.actualPort()), backend.connections()));
        String host = config.bindHost(backend.advertisedHost());
        return opened.listen(config.port(), host)
                .recover(cause -> cannotOpen(host, config.port(), cause))
                .compose(backend::register)
                .onSuccess(registered -> leave = registered::leave);
    }

    private Future<?> startHttp(BackendConfig config, Backend backend) {
        HttpServer opened = vertx.createHttpServer(new HttpServerOptions()
                .setAcceptBacklog(BACKLOG)
                .setTcpKeepAlive(true)
                .setHttp2ClearTextEnabled(false));
        HttpService service = new HttpService(vertx, () -> backend.idAt(opened.actualPort()), opened::actualPort);
        opened.requestHandler(backend.requests(service));
        String host = config.bindHost(backend.advertisedHost());
        return opened.listen(config.port(), host)
                .recover(cause -> cannotOpen(host, config.port(), cause))
                .compose(backend::register)
                .onSuccess(registered -> leave = registered::leave);
    }

    private Future<?> startSidecar(TargetConfig target, Backend backend) {
        Sidecar sidecar = new Sidecar(vertx, backend, target);
        leave = sidecar::stop;
        return sidecar.start();
    }

    private static <T> Future<T> cannotOpen(String host, int port, Throwable cause) {
        return Future.failedFuture(new StartFailure(
                "port " + port + " on " + host + " cannot be opened: " + cause.getMessage()
                        + "; allowed is a free port of this machine, or 0 for any",
                cause));
    }

    /** 1, 2, … in the order in which the instances of this deployment start. */
    private int instanceNumber() {
        return vertx.sharedData().<String, Integer>getLocalMap(INSTANCES).merge(deploymentID(), 1, Integer::sum);
    }
}
