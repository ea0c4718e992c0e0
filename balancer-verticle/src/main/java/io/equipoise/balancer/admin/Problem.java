package io.equipoise.balancer.admin;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** What went wrong with a request, as RFC 9457 says it ({@code application/problem+json}). */
final class Problem {
    private Problem() {}

    /** Ends the request with that status; the detail is for people. */
    static void end(RoutingContext request, int status, String detail) {
        HttpServerResponse response = request.response().setStatusCode(status);
        JsonObject body = new JsonObject()
                .put("type", "about:blank")
                .put("title", response.getStatusMessage())
                .put("status", status)
                .put("detail", detail)
                .put("instance", request.request().path());
        response.putHeader("content-type", "application/problem+json").end(body.toBuffer());
    }
}
