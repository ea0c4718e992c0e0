package io.equipoise.balancer.admin;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.admin.ApiClient.Reply;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.contract.Path;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every operation of the contract refuses, taken from the contract: whoever adds an operation has it tested. Behind
 * the server is a part that counts what reaches it, and nothing may.
 */
class ApiContractIT {
    private static final Vertx VERTX = Vertx.vertx();
    private static final AtomicInteger REACHED = new AtomicInteger();
    private static final String LARGE = "{\"x\":\"" + "x".repeat(64 * 1024) + "\"}";

    private static Contract contract;
    private static ApiClient api;

    @BeforeAll
    static void serve() throws TimeoutException {
        contract = Contract.load(VERTX).await(20, SECONDS);
        Map<String, Handler<RoutingContext>> counting = contract.rules().operations().stream()
                .collect(Collectors.toMap(Operation::getOperationId, operation -> request -> {
                    REACHED.incrementAndGet();
                    request.response().setStatusCode(500).end();
                }));
        api = new TestAdmin(VERTX).serve(() -> counting);
    }

    @AfterEach
    void nothing_was_changed() {
        assertThat(REACHED).hasValue(0);
    }

    @AfterAll
    static void close() throws TimeoutException {
        VERTX.close().await(20, SECONDS);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void A1_A2_without_the_token_nothing_else_is_looked_at(String id) throws Exception {
        for (String token : List.of("Bearer " + TestAdmin.TOKEN + "x", "Bearer ", "Basic " + TestAdmin.TOKEN, "")) {
            ApiClient stranger = api.with("Authorization", token).with("Content-Type", "application/json");
            assertThat(call(stranger, id, "{", "").problem(401)).contains("needs a token");
        }
    }

    @ParameterizedTest
    @MethodSource("changing")
    void A13_a_page_of_another_origin_changes_nothing(String id) throws Exception {
        for (String origin : List.of("https://evil.example", "null", "http://127.0.0.1:1", "http://localhost")) {
            Reply reply = call(api.with("Origin", origin), id, "{}", "");
            assertThat(reply.problem(403)).contains("another origin");
            assertThat(reply.response().headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
        }
        for (String site : List.of("cross-site", "same-site")) {
            call(api.with("Sec-Fetch-Site", site), id, "{}", "").problem(403);
        }
    }

    @Test
    void A13_a_page_of_another_origin_may_ask_and_its_browser_gets_no_leave_to_show_the_answer() throws Exception {
        ApiClient listeners = new TestAdmin(VERTX).serve(new ListenersApi(List::of));
        Reply reply = listeners.with("Origin", "https://evil.example").get("/api/v1/listeners");
        assertThat(reply.json(200).getJsonArray("items")).isEmpty();
        assertThat(reply.response().headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
        assertThat(reply.header("cross-origin-resource-policy")).isEqualTo("same-origin");
    }

    @ParameterizedTest
    @MethodSource("paths")
    void A9_other_methods_are_refused_with_those_that_are_there(String name) throws Exception {
        Path path = contract.rules().getPaths().stream()
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
        List<String> there = path.getOperations().stream()
                .map(operation -> operation.getHttpMethod().name())
                .sorted()
                .toList();
        for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")) {
            if (!there.contains(method)) {
                Reply reply = api.call(method, name.replaceAll("\\{.*?}", "x"), null);
                assertThat(reply.problem(405)).isEqualTo("allowed here: " + String.join(", ", there));
                assertThat(reply.header("allow")).isEqualTo(String.join(", ", there));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("withBody")
    void A6_a_body_that_is_too_long_or_of_another_type_is_refused(String id) throws Exception {
        assertThat(call(json(), id, LARGE, "").problem(413)).contains("64 KiB");
        for (String type : List.of("text/plain", "application/jsonx", "multipart/form-data; boundary=x", "x")) {
            assertThat(call(api.with("Content-Type", type), id, "{}", "").problem(415))
                    .contains("application/json");
        }
        call(api, id, "{}", "").problem(415);
    }

    @Test
    void A6_a_body_that_the_contract_has_not_is_not_looked_at() throws Exception {
        ApiClient listeners = new TestAdmin(VERTX).serve(new ListenersApi(List::of));
        listeners.call("GET", "/api/v1/listeners", LARGE).json(200);
        listeners
                .with("Content-Type", "text/plain")
                .call("GET", "/api/v1/listeners", "{")
                .json(200);
    }

    @ParameterizedTest
    @MethodSource("withBody")
    void A7_a_malformed_body_is_refused_with_what_is_allowed(String id) throws Exception {
        for (String body : List.of("{", "{\"a\":", "\"", "\u0000", "[".repeat(5_000), "{\"a\":1}{")) {
            assertThat(call(json(), id, body, "").problem(400)).isEqualTo("the body is no JSON");
        }
        for (String body : List.of("", "null", "[]", "\"x\"", "1", "[{}]")) {
            assertThat(call(json(), id, body, "").problem(400)).startsWith("the body must be an object with ");
        }
        call(json(), id, "{}", "").problem(400);
        call(json(), id, "{\"\\u0000\":1}", "").problem(400);
        call(json(), id, "{\"__proto__\":{}}", "").problem(400);
        for (Map.Entry<String, Object> field : fields(id)) {
            for (Object wrong : wrong((JsonObject) field.getValue())) {
                JsonObject body = sample(id).put(field.getKey(), wrong);
                assertThat(call(json(), id, body.encode(), "").problem(400))
                        .as(body.encode())
                        .startsWith("the field " + field.getKey() + " must be ");
            }
            assertThat(call(json(), id, sample(id).put("unknown", 1).encode(), "")
                            .problem(400))
                    .contains("fields");
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void A3_a_parameter_that_cannot_be_is_refused_with_what_is_allowed(String id) throws Exception {
        Operation operation = contract.rules().operation(id);
        for (Parameter parameter : operation.getParameters()) {
            for (Object wrong : wrong((JsonObject) parameter.getSchema())) {
                String value = URLEncoder.encode(String.valueOf(wrong), StandardCharsets.UTF_8);
                Reply reply = switch (parameter.getIn()) {
                    case QUERY -> call(json(), id, sample(id).encode(), "?" + parameter.getName() + "=" + value);
                    case PATH ->
                        json().call(
                                        operation.getHttpMethod().name(),
                                        path(operation, value),
                                        sample(id).encode());
                    case HEADER -> call(json().with(parameter.getName(), value), id, "", "");
                    case COOKIE -> throw new AssertionError("the contract has cookies");
                };
                assertThat(reply.problem(400))
                        .as(reply.toString())
                        .contains(" parameter " + parameter.getName() + " must be ");
            }
        }
    }

    @Test
    void A5_a_path_that_is_not_in_the_contract_is_not_found() throws Exception {
        for (String path :
                List.of("/api/v1", "/api/v1/", "/api/v1/nothing", "/api/v1/backends/a/b", "/api/v2/backends")) {
            api.get(path).problem(404);
        }
    }

    private static Stream<String> operations() {
        return ids(operation -> true);
    }

    private static Stream<String> changing() {
        return ids(operation -> !operation.getHttpMethod().equals(HttpMethod.GET));
    }

    private static Stream<String> withBody() {
        return ids(operation -> operation.getRequestBody() != null);
    }

    private static Stream<String> paths() {
        return contract.rules().getPaths().stream().map(Path::getName);
    }

    private static Stream<String> ids(Function<Operation, Boolean> which) {
        return contract.rules().operations().stream()
                .filter(which::apply)
                .map(Operation::getOperationId)
                .sorted();
    }

    private static ApiClient json() {
        return api.with("Content-Type", "application/json");
    }

    private static Reply call(ApiClient client, String id, String body, String query) throws Exception {
        Operation operation = contract.rules().operation(id);
        return client.call(operation.getHttpMethod().name(), path(operation, "x") + query, body);
    }

    private static String path(Operation operation, String value) {
        return operation.getOpenAPIPath().replaceAll("\\{.*?}", value);
    }

    private static JsonObject schema(String id) {
        return (JsonObject) contract.rules()
                .operation(id)
                .getRequestBody()
                .getContent()
                .get("application/json")
                .getSchema();
    }

    private static List<Map.Entry<String, Object>> fields(String id) {
        return schema(id).getJsonObject("properties").stream()
                .filter(field -> !field.getKey().startsWith("__"))
                .toList();
    }

    /** A body that the contract allows; empty when it has none. */
    private static JsonObject sample(String id) {
        return switch (id) {
            case "addBackend" ->
                new JsonObject().put("service", "web").put("host", "localhost").put("port", 1);
            case "changeBackend" -> new JsonObject().put("weight", 1);
            case "changeService" -> new JsonObject().put("policy", "random");
            default -> new JsonObject();
        };
    }

    /** Values that do not fit that schema. */
    private static List<Object> wrong(JsonObject schema) {
        List<Object> wrong = new ArrayList<>();
        JsonArray either = schema.getJsonArray("oneOf");
        JsonObject one = either == null ? schema : either.getJsonObject(0);
        if (one.getJsonArray("enum") != null) {
            wrong.addAll(List.of("nonsense", "READY", ""));
        } else if ("integer".equals(one.getString("type"))) {
            wrong.addAll(List.of("x", 1.5, "", "0x10", "99999999999999999999"));
            wrong.add(one.getInteger("minimum") - 1);
            if (one.getInteger("maximum") != null) {
                wrong.add(one.getInteger("maximum") + 1);
            }
        } else {
            wrong.add("x".repeat(one.getInteger("maxLength") + 1));
        }
        return wrong;
    }
}
