package io.equipoise.balancer.admin;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Ends requests with JSON. */
final class Answer {
    private Answer() {}

    /** With what is made on a worker thread, as what is made of 10,000 backends takes a while. */
    static void later(RoutingContext request, Callable<JsonObject> look) {
        later(request, () -> Optional.of(look.call()), "");
    }

    /** The same; when nothing was found, with 404 and that text. */
    static void later(RoutingContext request, Callable<Optional<JsonObject>> look, String missing) {
        request.vertx()
                .executeBlocking(() -> look.call().map(JsonObject::toBuffer), false)
                .onSuccess(found -> found.ifPresentOrElse(
                        body -> end(request, 200, body), () -> Problem.end(request, 404, missing)))
                .onFailure(request::fail);
    }

    /** At once, with something small. */
    static void now(RoutingContext request, int status, JsonObject body) {
        end(request, status, body.toBuffer());
    }

    /** At once, with JSON that was made before. */
    static void end(RoutingContext request, int status, Buffer body) {
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(body);
    }
}
