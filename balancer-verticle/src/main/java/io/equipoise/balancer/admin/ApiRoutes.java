package io.equipoise.balancer.admin;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The routes of the contract. A body is read only where the contract has one, up to {@value #LONGEST_BODY} bytes; then
 * the request is held to the contract; then the part that knows the operation answers.
 */
final class ApiRoutes {
    private static final int LONGEST_BODY = 64 * 1024;

    private final Vertx vertx;
    private final OpenAPIContract contract;
    private final Map<String, Handler<RoutingContext>> handlers = new HashMap<>();

    /**
     * Routes to those parts.
     *
     * @throws IllegalStateException unless each operation of the contract has one part that handles it, and none else has
     */
    ApiRoutes(Vertx vertx, OpenAPIContract contract, List<ApiPart> parts) {
        this.vertx = vertx;
        this.contract = contract;
        for (ApiPart part : parts) {
            part.operations().forEach(this::handle);
        }
        String missing = contract.operations().stream()
                .map(Operation::getOperationId)
                .filter(operation -> !handlers.containsKey(operation))
                .sorted()
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new IllegalStateException("no part of the admin API handles " + missing);
        }
    }

    private void handle(String operation, Handler<RoutingContext> handler) {
        if (contract.operation(operation) == null) {
            throw new IllegalStateException("the admin API has no operation " + operation + ", which a part handles");
        }
        if (handlers.put(operation, handler) != null) {
            throw new IllegalStateException("two parts of the admin API handle " + operation);
        }
    }

    void addTo(Router router) {
        BodyHandler body = BodyHandler.create(false).setBodyLimit(LONGEST_BODY);
        for (Operation operation : contract.operations()) {
            if (operation.getRequestBody() != null) {
                String path = route(operation.getOpenAPIPath());
                router.route(operation.getHttpMethod(), path).handler(ApiRoutes::checkType);
                router.route(operation.getHttpMethod(), path).handler(body);
            }
        }
        router.route("/*").subRouter(checked());
        for (Path path : contract.getPaths()) {
            String allowed = path.getOperations().stream()
                    .map(operation -> operation.getHttpMethod().name())
                    .sorted()
                    .collect(Collectors.joining(", "));
            router.route(route(path.getName())).handler(request -> Problem.wrongMethod(request, allowed));
        }
    }

    private Router checked() {
        RouterBuilder builder = RouterBuilder.create(vertx, contract, new Parameters());
        for (OpenAPIRoute route : builder.getRoutes()) {
            Operation operation = route.getOperation();
            route.setDoSecurity(false)
                    .addHandler(handlers.get(operation.getOperationId()))
                    .addFailureHandler(new Malformed(operation, contract.getSchemaRepository()));
        }
        return builder.createRouter();
    }

    private static String route(String path) {
        return path.replace('{', ':').replace("}", "");
    }

    private static void checkType(RoutingContext request) {
        if (isJson(request.request().getHeader("content-type"))) {
            request.next();
        } else {
            Problem.end(request, 415, "the body must be sent as application/json");
        }
    }

    private static boolean isJson(@Nullable String type) {
        return type != null
                && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json");
    }
}
