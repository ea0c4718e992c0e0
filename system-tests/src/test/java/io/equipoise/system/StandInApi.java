package io.equipoise.system;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The dashboard's files with made-up figures, streamed each second: for what does not depend on where figures come from,
 * such as how a thousand backends scroll. What it answers has the shape of {@code openapi.yaml}.
 */
final class StandInApi implements AutoCloseable {
    private static final String SECURITY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                    + " img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final String FILES = "io/equipoise/balancer/dashboard";
    private static final long SECOND = 1_000;

    private final Vertx vertx = Vertx.vertx();
    private final Set<HttpServerResponse> streams = ConcurrentHashMap.newKeySet();
    private final Set<HttpServerResponse> eventStreams = ConcurrentHashMap.newKeySet();
    private final StandInFigures figures;
    private final HttpServer http;
    private volatile boolean silent;
    private volatile boolean unreadable;

    StandInApi(int backends) {
        figures = new StandInFigures(backends);
        http = await(vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"));
        vertx.setPeriodic(SECOND, timer -> {
            if (!silent) {
                Buffer event = frame("stats", figures.stats());
                streams.forEach(stream -> stream.write(event));
            }
        });
    }

    String url() {
        return "http://127.0.0.1:" + http.actualPort() + "/";
    }

    StandInFigures figures() {
        return figures;
    }

    /** From now on figures stay open and say nothing, or speak again. */
    void silence(boolean on) {
        silent = on;
    }

    /** From now on the sessions cannot be read, or can again. */
    void unreadable(boolean on) {
        unreadable = on;
    }

    /** Tells all who listen that this happened to that backend now. */
    void happened(String kind, String backend) {
        Buffer event = frame("event", figures.event(kind, backend));
        eventStreams.forEach(stream -> stream.write(event));
    }

    private void answer(HttpServerRequest request) {
        String path = request.path();
        if (path.startsWith("/api/")) {
            api(request, path.substring("/api/v1/".length()));
        } else if (path.startsWith("/vendor/uplot/")) {
            file(
                    request,
                    "META-INF/resources/webjars/uplot/" + uplot() + "/dist/"
                            + path.substring("/vendor/uplot/".length()));
        } else {
            file(request, FILES + (path.equals("/") ? "/index.html" : path));
        }
    }

    private void api(HttpServerRequest request, String path) {
        @Nullable String accept = request.getHeader("accept");
        if (accept != null && accept.contains("text/event-stream")) {
            stream(request, path);
            return;
        }
        if (unreadable && path.equals("sessions")) {
            request.response().setStatusCode(500).end("{\"title\":\"oops\",\"detail\":\"out of order\"}");
            return;
        }
        JsonObject body = switch (path) {
            case "stats" -> figures.stats();
            case "stats/history" -> figures.history();
            case "events" -> new JsonObject().put("items", figures.events());
            case "decisions" -> new JsonObject().put("items", new JsonArray().add(figures.decision()));
            case "sessions" -> new JsonObject().put("items", new JsonArray().add(figures.session()));
            default -> path.startsWith("sessions/") ? figures.session() : figures.backend(path);
        };
        request.response().putHeader("content-type", "application/json").end(body.toBuffer());
    }

    private void stream(HttpServerRequest request, String path) {
        HttpServerResponse response =
                request.response().setChunked(true).putHeader("content-type", "text/event-stream");
        if (path.equals("stats")) {
            response.write(frame("stats", figures.stats()));
            streams.add(response);
            response.closeHandler(closed -> streams.remove(response));
        } else {
            response.write(": here\n\n");
            eventStreams.add(response);
            response.closeHandler(closed -> eventStreams.remove(response));
        }
    }

    private static Buffer frame(String name, JsonObject data) {
        return Buffer.buffer("event: " + name + "\ndata: ")
                .appendBuffer(data.toBuffer())
                .appendString("\n\n");
    }

    private void file(HttpServerRequest request, String name) {
        String type = name.endsWith(".js")
                ? "text/javascript"
                : name.endsWith(".css") ? "text/css" : name.endsWith(".svg") ? "image/svg+xml" : "text/html";
        vertx.fileSystem()
                .readFile(name)
                .onSuccess(body -> request.response()
                        .putHeader("content-type", type)
                        .putHeader("content-security-policy", SECURITY)
                        .end(body))
                .onFailure(missing -> request.response().setStatusCode(404).end());
    }

    private static String uplot() {
        Properties about = new Properties();
        try (InputStream file =
                StandInApi.class.getResourceAsStream("/META-INF/maven/org.webjars.npm/uplot/pom.properties")) {
            about.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return about.getProperty("version");
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
