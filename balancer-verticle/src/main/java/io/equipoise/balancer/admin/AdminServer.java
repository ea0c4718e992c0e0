package io.equipoise.balancer.admin;

import io.equipoise.balancer.config.AdminConfig;
import io.equipoise.balancer.metrics.BalancerMetrics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.healthchecks.HealthCheckHandler;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server beside the balancer: {@code /health/live}, {@code /health/ready}, {@code /metrics}, the API that
 * {@code openapi.yaml} describes under {@code /api/v1}, a page that shows it at {@code /api/}, and the dashboard: the
 * class path's {@code io/equipoise/balancer/dashboard/NAME} as {@code /NAME}, its {@code index.html} as {@code /}, and
 * the chart library as {@code /vendor/uplot/uPlot.esm.js} and {@code /vendor/uplot/uPlot.min.css}. Lives on the control
 * loop and does nothing there that takes long. Closed by Vert.x with the verticle that starts it, after its sessions
 * have drained.
 */
public final class AdminServer {
    private static final Logger log = LoggerFactory.getLogger(AdminServer.class);
    private static final int LONGEST_HEADERS = 16 * 1024;
    private static final int IDLE_SECONDS = 60;

    /** Names of this machine's loopback: a page of another name that leads here (DNS rebinding) is refused. */
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final Vertx vertx;
    private final AdminConfig config;
    private final Readiness readiness;
    private final Supplier<String> metrics;
    private final List<ApiPart> parts;
    private final Promise<Router> router = Promise.promise();

    /**
     * Serves that.
     *
     * @param metrics the Prometheus text; asked on a worker thread
     * @param parts who answers what of the API
     */
    public AdminServer(
            Vertx vertx, AdminConfig config, Readiness readiness, Supplier<String> metrics, List<ApiPart> parts) {
        this.vertx = vertx;
        this.config = config;
        this.readiness = readiness;
        this.metrics = metrics;
        this.parts = List.copyOf(parts);
    }

    /**
     * Begins to listen. Requests wait for {@link #serve}.
     *
     * @param fallBack whether a free port will do when the configured one is taken: nobody has asked for that one
     * @return the port
     */
    public Future<Integer> listen(boolean fallBack) {
        return listen(config.port())
                .recover(cause -> fallBack && cause instanceof IOException
                        ? listen(0)
                                .onSuccess(server -> log.atWarn()
                                        .addKeyValue("taken", config.port())
                                        .addKeyValue("port", server.actualPort())
                                        .log("admin port is taken, another one serves; admin.port chooses one"))
                        : Future.failedFuture(cause))
                .map(HttpServer::actualPort)
                .onSuccess(port -> log.atInfo()
                        .addKeyValue("host", config.host())
                        .addKeyValue("port", port)
                        .log("admin is open"));
    }

    /** Answers from now on, first those who wait. On the control loop. */
    public void serve() {
        router.complete(router());
    }

    /** HTTP/1.1 alone: an upgrade to HTTP/2 in the open, which no browser asks for, now and then never gets its answer. */
    private Future<HttpServer> listen(int port) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(config.host())
                .setPort(port)
                .setMaxHeaderSize(LONGEST_HEADERS)
                .setHttp2ClearTextEnabled(false)
                .setIdleTimeout(IDLE_SECONDS);
        return vertx.createHttpServer(options).requestHandler(this::handle).listen();
    }

    private void handle(HttpServerRequest request) {
        Future<Router> serving = router.future();
        if (serving.succeeded()) {
            serving.result().handle(request);
        } else {
            request.pause();
            serving.onSuccess(ready -> {
                ready.handle(request);
                request.resume();
            });
        }
    }

    private Router router() {
        Router router = Router.router(vertx);
        router.route().handler(AdminServer::protect).handler(this::checkHost).handler(new SameOrigin());
        HealthChecks live = HealthChecks.create(vertx);
        live.register("control", promise -> promise.complete(Status.OK()));
        toRead(router, "/health/live").handler(HealthCheckHandler.createWithHealthChecks(live));
        HealthChecks ready = HealthChecks.create(vertx);
        readiness.addTo(ready);
        toRead(router, "/health/ready").handler(HealthCheckHandler.createWithHealthChecks(ready));
        Token token = new Token(config);
        toRead(router, "/metrics").handler(token).handler(this::metrics);
        Pages.addTo(router);
        new ApiOnDemand("/api/v1", () -> Contract.load(vertx).map(each -> api(each, token))).addTo(router);
        Pages.addDashboardTo(router);
        explain(router);
        return router;
    }

    private Router api(Contract contract, Token token) {
        Router router = Router.router(vertx);
        Pages.addDocumentsTo(router, contract);
        router.route("/api/v1/*").handler(token);
        new ApiRoutes(vertx, contract.rules(), parts).addTo(router);
        return router;
    }

    /** A path of which only reading makes sense. */
    private static Route toRead(Router router, String path) {
        Route reading = router.get(path);
        router.route(path).handler(request -> Problem.wrongMethod(request, "GET"));
        return reading;
    }

    private static void explain(Router router) {
        router.errorHandler(400, request -> Problem.end(request, 400, "the request is malformed"));
        router.errorHandler(404, request -> Problem.end(request, 404, notServed(request)));
        router.errorHandler(413, request -> Problem.end(request, 413, "the body is longer than 64 KiB"));
        router.errorHandler(417, request -> Problem.end(request, 417, "100-continue alone can be expected"));
        router.errorHandler(500, request -> {
            log.atError().setCause(request.failure()).log("an admin request failed");
            Problem.end(request, 500, "a defect; the log of this balancer says more");
        });
    }

    private void metrics(RoutingContext request) {
        vertx.executeBlocking(metrics::get, false)
                .onSuccess(text -> request.response()
                        .putHeader("content-type", BalancerMetrics.CONTENT_TYPE)
                        .end(text))
                .onFailure(request::fail);
    }

    /** Nothing of what is served may be framed, sniffed, stored or sent along. */
    private static void protect(RoutingContext request) {
        request.response()
                .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cache-Control", "no-store");
        request.next();
    }

    private void checkHost(RoutingContext request) {
        HostAndPort authority = request.request().authority();
        if (!config.isLoopback() || isLoopbackName(authority)) {
            request.next();
        } else {
            Problem.end(
                    request,
                    421,
                    "this address is for "
                            + String.join(", ", LOOPBACK_NAMES.stream().sorted().toList()));
        }
    }

    private static boolean isLoopbackName(@Nullable HostAndPort authority) {
        return authority != null && LOOPBACK_NAMES.contains(authority.host().toLowerCase(Locale.ROOT));
    }

    private static String notServed(RoutingContext request) {
        return request.request().method() + " " + request.request().path() + " is not served";
    }
}
