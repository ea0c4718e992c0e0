package io.equipoise.balancer.admin;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * What people look at: the dashboard, the API's document, and a page that shows it. They need no token, as they hold
 * nothing of the cluster, and nothing in them comes from elsewhere.
 */
final class Pages {
    /** Everything in it is served, index.html for the path / itself. */
    private static final String DASHBOARD = "io/equipoise/balancer/dashboard/";

    private static final String READABLE = "io/equipoise/balancer/admin/page/";

    /** Swagger UI and uPlot set styles through the DOM's own interface, which needs no 'unsafe-inline'. */
    private static final String SECURITY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:;"
                    + " font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private Pages() {}

    /** To be added before what is asked for every path. */
    static void addTo(Router router) {
        ClassPathFiles readable = new ClassPathFiles("/api/", READABLE, SECURITY);
        List.of("/api", "/api/index.html", "/api/start.js")
                .forEach(path -> router.route(path).handler(readable));
        ClassPathFiles swagger =
                new ClassPathFiles("/vendor/swagger-ui/", WebJar.folder("org.webjars", "swagger-ui"), SECURITY);
        List.of("swagger-ui.css", "swagger-ui-bundle.js")
                .forEach(name -> router.route("/vendor/swagger-ui/" + name).handler(swagger));
        router.route("/vendor/uplot/*")
                .handler(new ClassPathFiles(
                        "/vendor/uplot/", WebJar.folder("org.webjars.npm", "uplot") + "dist/", SECURITY));
    }

    /** The API's documents; to be added before what needs a token. */
    static void addDocumentsTo(Router router, Contract contract) {
        document(router, "/api/v1/openapi.yaml", "application/yaml", contract.yaml());
        document(router, "/api/v1/openapi.json", "application/json", contract.json());
    }

    /** To be added last: it is asked for every path that nothing else has. */
    static void addDashboardTo(Router router) {
        router.route("/*").handler(new ClassPathFiles("/", DASHBOARD, SECURITY));
    }

    private static void document(Router router, String path, String type, String text) {
        router.route(path).handler(request -> document(request, type, text));
    }

    private static void document(RoutingContext request, String type, String text) {
        if (request.request().method().equals(HttpMethod.GET)) {
            request.response()
                    .putHeader("content-type", type)
                    .putHeader("cache-control", "no-cache")
                    .end(text);
        } else {
            Problem.wrongMethod(request, "GET");
        }
    }
}
