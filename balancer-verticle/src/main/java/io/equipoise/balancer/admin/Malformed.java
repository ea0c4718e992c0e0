package io.equipoise.balancer.admin;

import io.vertx.core.Handler;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.validation.ValidatorException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers a request that the contract forbids: names the parameter or the field, and what is allowed there. What was
 * sent is not repeated. Has schemas of its own, as validators write into theirs.
 */
final class Malformed implements Handler<RoutingContext> {
    private final SchemaRepository schemas;
    private final List<Parameter> parameters;
    private final Map<String, Validator> parameterRules = new HashMap<>();
    private final Map<String, Validator> fieldRules = new HashMap<>();
    private final JsonObject body;
    private final JsonObject fields;

    Malformed(Operation operation, SchemaRepository schemas) {
        this.schemas = schemas;
        parameters = operation.getParameters();
        parameters.forEach(parameter -> parameterRules.put(parameter.getName(), rule(json(parameter.getSchema()))));
        body = Optional.ofNullable(operation.getRequestBody())
                .map(wanted ->
                        json(wanted.getContent().values().iterator().next().getSchema()))
                .orElseGet(JsonObject::new);
        fields = body.getJsonObject("properties", new JsonObject());
        fields.fieldNames().stream()
                .filter(name -> fields.getValue(name) instanceof JsonObject)
                .forEach(name -> fieldRules.put(name, rule(fields.getJsonObject(name))));
    }

    @Override
    public void handle(RoutingContext request) {
        if (request.failure() instanceof HttpException failure
                && failure.getCause() instanceof ValidatorException invalid) {
            String detail = parameters.stream()
                    .filter(parameter -> isWrong(request, parameter))
                    .findFirst()
                    .map(Malformed::inParameter)
                    .or(() -> inBody(request))
                    .orElseGet(invalid::getMessage);
            Problem.end(request, 400, detail);
        } else {
            request.next();
        }
    }

    private boolean isWrong(RoutingContext request, Parameter parameter) {
        return Parameters.text(request, parameter)
                .map(text -> Json.decodeValue(Parameters.json(parameter, text)))
                .map(value -> !fits(parameterRules.get(parameter.getName()), value))
                .orElse(parameter.isRequired());
    }

    private static String inParameter(Parameter parameter) {
        return "the " + parameter.getIn().name().toLowerCase(Locale.ROOT) + " parameter " + parameter.getName()
                + " must be " + Words.of(json(parameter.getSchema()));
    }

    private Optional<String> inBody(RoutingContext request) {
        if (body.isEmpty()) {
            return Optional.empty();
        }
        try {
            boolean isObject = request.body().buffer() != null
                    && Json.decodeValue(request.body().buffer()) instanceof JsonObject;
            return (isObject ? inFields(request.body().asJsonObject()) : Optional.<String>empty())
                    .or(() -> Optional.of("the body must be " + Words.of(body)));
        } catch (DecodeException e) {
            return Optional.of("the body is no JSON");
        }
    }

    private Optional<String> inFields(JsonObject sent) {
        Optional<String> missing = body.getJsonArray("required", new JsonArray()).stream()
                .map(String.class::cast)
                .filter(name -> !sent.containsKey(name))
                .findFirst()
                .map(name -> "the field " + name + " is missing; it must be " + Words.of(fields.getJsonObject(name)));
        return missing.or(() -> sent.stream()
                .filter(field -> !fits(fieldRules.get(field.getKey()), field.getValue()))
                .findFirst()
                .map(field ->
                        "the field " + field.getKey() + " must be " + Words.of(fields.getJsonObject(field.getKey()))));
    }

    private Validator rule(JsonObject schema) {
        return schemas.validator(JsonSchema.of(schema));
    }

    /** Nobody rules over what is not known: that is said of the whole. */
    private static boolean fits(@Nullable Validator rule, @Nullable Object value) {
        return rule == null || Boolean.TRUE.equals(rule.validate(value).getValid());
    }

    private static JsonObject json(JsonSchema schema) {
        return schema instanceof JsonObject json ? json.copy() : new JsonObject();
    }
}
