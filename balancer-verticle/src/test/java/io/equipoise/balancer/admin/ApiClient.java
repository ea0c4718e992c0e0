package io.equipoise.balancer.admin;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.Operation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Calls the API of a balancer on this machine, and holds every answer to {@code openapi.yaml}: its status, its headers,
 * its type and its body are documented, or the call fails. Keeps which statuses there were in {@link ApiStatuses}.
 * Immutable.
 */
final class ApiClient {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final JsonSchemaOptions SCHEMAS = new JsonSchemaOptions()
            .setBaseUri("https://equipoise.io/api/")
            .setDraft(Draft.DRAFT202012)
            .setOutputFormat(OutputFormat.Basic);

    private final HttpClient http;
    private final Contract contract;
    private final JsonObject document;
    private final int port;
    private final Map<String, String> headers;
    private final Map<JsonObject, Validator> validators = new ConcurrentHashMap<>();

    private ApiClient(HttpClient http, Contract contract, int port, Map<String, String> headers) {
        this.http = http;
        this.contract = contract;
        this.document = new JsonObject(contract.json());
        this.port = port;
        this.headers = headers;
    }

    /** Calls that port without a token. */
    static ApiClient to(Vertx vertx, int port) throws TimeoutException {
        HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        return new ApiClient(http, Contract.load(vertx).await(20, SECONDS), port, Map.of());
    }

    /** The same with that bearer token. */
    ApiClient withToken(String token) {
        return with("Authorization", "Bearer " + token);
    }

    /** The same with that header. */
    ApiClient with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ApiClient(http, contract, port, more);
    }

    /** Every operation of the contract. */
    Contract contract() {
        return contract;
    }

    Reply get(String path) throws IOException, InterruptedException {
        return call("GET", path, null);
    }

    Reply delete(String path) throws IOException, InterruptedException {
        return call("DELETE", path, null);
    }

    Reply patch(String path, JsonObject body) throws IOException, InterruptedException {
        return with("Content-Type", "application/json").call("PATCH", path, body.encode());
    }

    Reply post(String path, JsonObject body) throws IOException, InterruptedException {
        return with("Content-Type", "application/json").call("POST", path, body.encode());
    }

    /** Any call; the body as it is. */
    Reply call(String method, String path, @Nullable String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        Reply reply = new Reply(method + " " + path, response);
        Operation operation = contract.rules().findOperation(URI.create(path).getRawPath(), HttpMethod.valueOf(method));
        if (operation == null) {
            reply.isProblem();
        } else {
            ApiStatuses.saw(operation.getOperationId(), reply.status());
            check(operation, reply);
        }
        return reply;
    }

    private void check(Operation operation, Reply reply) {
        JsonObject documented = document.getJsonObject("paths")
                .getJsonObject(operation.getOpenAPIPath())
                .getJsonObject(operation.getHttpMethod().name().toLowerCase(Locale.ROOT))
                .getJsonObject("responses");
        JsonObject response = resolve(documented.getJsonObject(Integer.toString(reply.status())));
        assertThat(response).as("%s: a documented status", reply).isNotNull();
        response.getJsonObject("headers", new JsonObject())
                .fieldNames()
                .forEach(name -> assertThat(reply.header(name))
                        .as("%s: header %s", reply, name)
                        .isNotEmpty());
        JsonObject content = response.getJsonObject("content");
        if (content == null) {
            assertThat(reply.text()).as("%s: no body", reply).isEmpty();
        } else {
            assertThat(content.fieldNames()).as("%s: a documented type", reply).contains(reply.header("content-type"));
            checkBody(content.getJsonObject(reply.header("content-type")).getJsonObject("schema"), reply);
        }
    }

    private void checkBody(JsonObject schema, Reply reply) {
        Validator validator = validators.computeIfAbsent(
                schema,
                wanted -> Validator.create(
                        JsonSchema.of(wanted.copy()
                                .put(
                                        "components",
                                        document.getJsonObject("components").copy())),
                        SCHEMAS));
        OutputUnit result = validator.validate(Json.decodeValue(reply.text()));
        assertThat(result.getValid())
                .as(() -> reply + " does not fit " + schema + ": "
                        + result.toJson().encode())
                .isTrue();
    }

    private @Nullable JsonObject resolve(@Nullable JsonObject response) {
        String reference = response == null ? null : response.getString("$ref");
        return reference == null
                ? response
                : document.getJsonObject("components")
                        .getJsonObject("responses")
                        .getJsonObject(reference.substring(reference.lastIndexOf('/') + 1));
    }

    /** What came back. */
    record Reply(String call, HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String text() {
            return response.body();
        }

        /** That header, or nothing. */
        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        JsonObject json() {
            return new JsonObject(text());
        }

        /** The body, when that is the status. */
        JsonObject json(int status) {
            assertThat(status()).as(toString()).isEqualTo(status);
            return json();
        }

        /** What the problem says, when that is the status. */
        String problem(int status) {
            assertThat(status()).as(toString()).isEqualTo(status);
            isProblem();
            return json().getString("detail");
        }

        private void isProblem() {
            assertThat(header("content-type")).as(toString()).isEqualTo("application/problem+json");
            assertThat(json().getInteger("status")).as(toString()).isEqualTo(status());
        }

        @Override
        public String toString() {
            return call + " -> " + status() + " " + text();
        }
    }
}
