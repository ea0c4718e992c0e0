package io.equipoise.balancer.admin;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.admin.ApiClient.Reply;
import io.equipoise.balancer.metrics.Event;
import io.equipoise.balancer.metrics.EventRing;
import io.equipoise.balancer.orders.Steered;
import io.equipoise.balancer.pool.Backends;
import io.equipoise.balancer.selection.SelectionPolicy;
import io.equipoise.cluster.registry.Envelope;
import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RawConnection;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Writes that are refused, each to a balancer that would else do it: nothing that the API shows has changed afterwards, no
 * event tells of them, and the session still carries bytes. In the end each is sent as it should be and takes effect.
 */
class RefusedWritesIT {
    private static final int LARGE = 64 * 1024 + 1;
    private static final String STATIC = "192.0.2.7:80";

    private final Vertx vertx = Vertx.vertx();
    private final EventRing events = new EventRing(() -> Instant.EPOCH);
    private RawBackend backend;
    private RawConnection client;
    private ApiClient api;
    private int port;
    private String session;

    /** What each operation that changes something is sent. */
    enum Write {
        changeService("PATCH", "/api/v1/services/", "web", "{\"policy\":\"random\"}"),
        changeBackend("PATCH", "/api/v1/backends/", STATIC, "{\"state\":\"maintenance\",\"weight\":7}"),
        addBackend("POST", "/api/v1/backends", "", "{\"service\":\"web\",\"host\":\"192.0.2.8\",\"port\":80}"),
        removeBackend("DELETE", "/api/v1/backends/", STATIC, null),
        endSession("DELETE", "/api/v1/sessions/", "SESSION", null);

        private final String method;
        private final String path;
        private final String target;
        private final String body;

        Write(String method, String path, String target, String body) {
            this.method = method;
            this.path = path;
            this.target = target;
            this.body = body;
        }
    }

    @BeforeEach
    void start() throws Exception {
        Steered balancer = new Steered(vertx, TestDataPath.ME, Envelope.of(Optional.empty())).start();
        balancer.join(Backends.backend(0));
        balancer.orders()
                .addListener((subject, message, details) -> events.add(Event.Kind.ADMIN, subject, message, details));
        backend = RawBackend.start(RawBackend::echo);
        TestDataPath sessions = new TestDataPath(vertx, 1, SelectionPolicy.ROUND_ROBIN.factory());
        sessions.join("b1", backend.port(), 0);
        client = sessions.connect();
        PoolApi pool = new PoolApi(name -> "least-connections", balancer::snapshot, balancer.orders());
        port = new TestAdmin(vertx)
                .port(
                        Map.of("tests", TestAdmin.TOKEN),
                        pool,
                        new OrdersApi(balancer.orders(), pool),
                        sessions.api(events),
                        new EventsApi(vertx, events, new EventStreams(vertx)));
        api = ApiClient.to(vertx, port).withToken(TestAdmin.TOKEN).with("Content-Type", "application/json");
        api.post("/api/v1/backends", new JsonObject("{\"service\":\"web\",\"host\":\"192.0.2.7\",\"port\":80}"))
                .json(201);
        echo();
        session = ids(items("/api/v1/sessions")).get(0);
    }

    @AfterEach
    void close() throws Exception {
        client.reset();
        backend.close();
        vertx.close().await(20, SECONDS);
    }

    @Test
    void every_operation_that_changes_something_is_here() {
        assertThat(Write.values())
                .extracting(Enum::name)
                .containsExactlyInAnyOrderElementsOf(api.contract().rules().operations().stream()
                        .filter(operation -> !operation.getHttpMethod().name().equals("GET"))
                        .map(operation -> operation.getOperationId())
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(Write.class)
    void A1_A2_A13_a_stranger_and_a_page_of_another_origin_change_nothing(Write write) throws Exception {
        List<?> before = state();
        for (String token : List.of("", "Bearer ", "Bearer wrong", "Basic " + TestAdmin.TOKEN, TestAdmin.TOKEN)) {
            send(api.with("Authorization", token), write).problem(401);
        }
        for (String origin : List.of("https://evil.example", "null", "http://localhost:" + port)) {
            send(api.with("Origin", origin), write).problem(403);
        }
        send(api.with("Sec-Fetch-Site", "cross-site"), write).problem(403);
        send(api.with("Sec-Fetch-Site", "same-site"), write).problem(403);
        assertUnchanged(before);
        assertTakesEffect(write, before);
    }

    @ParameterizedTest
    @EnumSource(Write.class)
    void A9_another_method_with_the_same_body_changes_nothing(Write write) throws Exception {
        List<?> before = state();
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")) {
            if (api.contract().rules().findOperation(path(write), HttpMethod.valueOf(method)) == null) {
                api.call(method, path(write), write.body).problem(405);
            }
        }
        ApiClient overriding = api.with("X-HTTP-Method-Override", write.method).with("X-Method-Override", write.method);
        overriding.call("PUT", path(write), write.body).problem(405);
        overriding.get(path(write) + "?_method=" + write.method).json(200);
        assertUnchanged(before);
        assertTakesEffect(write, before);
    }

    @ParameterizedTest
    @EnumSource(
            value = Write.class,
            names = {"changeService", "changeBackend", "addBackend"})
    void A3_A6_A7_a_body_that_is_too_long_of_another_type_or_malformed_changes_nothing(Write write) throws Exception {
        List<?> before = state();
        String body = write.body;
        api.call(write.method, path(write), body + " ".repeat(LARGE)).problem(413);
        assertThat(inChunks(write, body + " ".repeat(LARGE))).startsWith("HTTP/1.1 413 ");
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "application/json5")) {
            api.with("Content-Type", type).call(write.method, path(write), body).problem(415);
        }
        List<String> malformed =
                new ArrayList<>(List.of("", "null", "[" + body + "]", body + body, "\u00a0" + body, body + "\u0000"));
        malformed.add(body.substring(0, body.length() - 1));
        malformed.add(body.replace("}", ",\"more\":1}"));
        malformed.add(body.replace("}", ",\"__proto__\":{}}"));
        malformed.add(body.replaceAll("\":[^,}]*", "\":{}"));
        for (String each : malformed) {
            assertThat(api.call(write.method, path(write), each).status())
                    .as(each)
                    .isEqualTo(400);
        }
        assertUnchanged(before);
        assertTakesEffect(write, before);
    }

    @ParameterizedTest
    @EnumSource(value = Write.class, names = "addBackend", mode = EnumSource.Mode.EXCLUDE)
    void A5_no_path_leads_from_one_target_to_another(Write write) throws Exception {
        List<?> before = state();
        String target = path(write).substring(write.path.length());
        for (String step :
                List.of("x/../", "x%2f..%2f", "x%2F%2e%2e%2F", "x%252f%252e%252e%252f", "x%5c..%5c", "%00")) {
            String request = write.method + " " + write.path + step + target + " HTTP/1.1\r\nHost: localhost\r\n"
                    + "Connection: close\r\nContent-Type: application/json\r\n";
            assertThat(raw(request + body(write))).as(step).startsWith("HTTP/1.1 401 ");
            if (!step.equals("x/../")) {
                assertThat(raw(request + "Authorization: Bearer " + TestAdmin.TOKEN + "\r\n" + body(write)))
                        .as(step)
                        .startsWith("HTTP/1.1 404 ");
            }
        }
        assertUnchanged(before);
        assertTakesEffect(write, before);
    }

    private void assertUnchanged(List<?> before) throws Exception {
        assertThat(state()).isEqualTo(before);
        echo();
    }

    private void assertTakesEffect(Write write, List<?> before) throws Exception {
        assertThat(send(api, write).status()).isBetween(200, 204);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(state()).isNotEqualTo(before));
        assertThat(events.since(0)).hasSize(2);
        assertThat(events.since(1).get(0).details())
                .containsEntry("by", "tests")
                .containsEntry("from", "127.0.0.1");
    }

    private Reply send(ApiClient client, Write write) throws Exception {
        return client.call(write.method, path(write), write.body);
    }

    private String path(Write write) {
        return write.path + write.target.replace("SESSION", session);
    }

    private static String body(Write write) {
        return write.body == null ? "\r\n" : "Content-Length: " + write.body.length() + "\r\n\r\n" + write.body;
    }

    /** A body whose length is told nowhere. */
    private String inChunks(Write write, String body) throws Exception {
        return raw(write.method + " " + path(write) + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nAuthorization: Bearer " + TestAdmin.TOKEN
                + "\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length()) + "\r\n" + body
                + "\r\n0\r\n\r\n");
    }

    private String raw(String request) throws Exception {
        try (RawConnection connection = RawConnection.to(port)) {
            connection.send(request);
            return connection.receiveLine();
        }
    }

    private void echo() throws Exception {
        client.send("still here\n");
        assertThat(client.receiveLine()).isEqualTo("still here");
    }

    /** All that can be read and does not change by itself. */
    private List<?> state() throws Exception {
        return List.of(
                items("/api/v1/services"),
                items("/api/v1/backends"),
                ids(items("/api/v1/sessions")),
                items("/api/v1/events?after=0"));
    }

    private List<JsonObject> items(String path) throws Exception {
        return api.get(path).json(200).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static List<String> ids(List<JsonObject> items) {
        return items.stream().map(each -> each.getString("id")).toList();
    }
}
