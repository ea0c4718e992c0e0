package io.equipoise.balancer.admin;

import io.vertx.core.Future;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatableRequest;
import io.vertx.openapi.validation.impl.RequestParameterImpl;
import io.vertx.openapi.validation.impl.ValidatableRequestImpl;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a request says, as the validator wants it. Vert.x's own extractor decodes a query twice and takes a path's plus
 * sign for a space, and its validator reads text such as {@code 1.5} as a number: ids and keys with those in them would
 * be refused. Here each value is decoded once and handed over as the JSON of its type.
 */
final class Parameters implements RequestExtractor {
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");

    @Override
    public Future<ValidatableRequest> extractValidatableRequest(RoutingContext request, Operation operation) {
        return Future.succeededFuture(new ValidatableRequestImpl(
                Map.of(),
                in(Location.HEADER, request, operation),
                in(Location.PATH, request, operation),
                in(Location.QUERY, request, operation),
                new RequestParameterImpl(request.body().buffer()),
                request.request().getHeader("content-type")));
    }

    private static Map<String, RequestParameter> in(Location location, RoutingContext request, Operation operation) {
        Map<String, RequestParameter> found = new HashMap<>();
        operation.getParameters().stream()
                .filter(parameter -> parameter.getIn() == location)
                .forEach(parameter -> text(request, parameter)
                        .ifPresent(text ->
                                found.put(parameter.getName(), new RequestParameterImpl(json(parameter, text)))));
        return found;
    }

    /** What the request has for it, decoded; the first of several. */
    static Optional<String> text(RoutingContext request, Parameter parameter) {
        String name = parameter.getName();
        return switch (parameter.getIn()) {
            case PATH -> Optional.ofNullable(request.pathParam(name));
            case QUERY -> request.queryParam(name).stream().findFirst();
            case HEADER -> Optional.ofNullable(request.request().getHeader(name));
            case COOKIE -> Optional.empty();
        };
    }

    /** That text as JSON of the parameter's type; as a JSON text, which then does not fit, when it is none of that type. */
    static String json(Parameter parameter, String text) {
        boolean isNumber = switch (parameter.getSchemaType()) {
            case INTEGER, NUMBER -> INTEGER.matcher(text).matches();
            default -> false;
        };
        return isNumber ? text : Json.encode(text);
    }
}
