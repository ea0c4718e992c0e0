package io.equipoise.balancer.admin;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** What went wrong with a request, as RFC 9457 says it ({@code application/problem+json}). */
final class Problem {
    private Problem() {}

    /** Ends the request with that status; the detail is for people. An answer that has begun is cut short instead. */
    static void end(RoutingContext request, int status, String detail) {
        HttpServerResponse response = request.response();
        if (response.headWritten()) {
            response.reset();
            return;
        }
        response.setStatusCode(status);
        JsonObject body = new JsonObject()
                .put("type", "about:blank")
                .put("title", response.getStatusMessage())
                .put("status", status)
                .put("detail", detail)
                .put("instance", request.request().path());
        response.putHeader("content-type", "application/problem+json").end(body.toBuffer());
    }

    /** Ends the request with 405. */
    static void wrongMethod(RoutingContext request, String allowed) {
        request.response().putHeader("Allow", allowed);
        end(request, 405, "allowed here: " + allowed);
    }
}
