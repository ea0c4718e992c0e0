package io.equipoise.balancer.admin;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.equipoise.balancer.config.AdminConfig;
import io.equipoise.balancer.pool.PoolSnapshot;
import io.equipoise.testkit.RawConnection;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the admin port answers, over HTTP. */
class AdminServerIT {
    private static final String SECRET = "0123456789abcdef";

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();
    private volatile boolean listening = true;
    private volatile boolean lost;
    private volatile boolean leaving;
    private volatile List<String> without = List.of();

    @AfterEach
    void close() throws TimeoutException {
        vertx.close().await(20, SECONDS);
    }

    @Test
    void live_is_as_long_as_the_control_loop_answers() throws Exception {
        int port = start(open());
        listening = false;
        HttpResponse<String> answer = get(port, "/health/live");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).getString("status")).isEqualTo("UP");
    }

    @Test
    void an_upgrade_to_http_2_in_the_open_is_not_taken() throws Exception {
        String upgrade = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQBAAAA\r\n";
        try (RawConnection connection = RawConnection.to(start(open()))) {
            connection.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n" + upgrade + "\r\n");
            assertThat(connection.receiveLine()).startsWith("HTTP/1.1 200 OK");
        }
    }

    @Test
    void ready_is_who_listens_in_a_cluster_with_backends_and_stays() throws Exception {
        HttpResponse<String> answer = get(start(open()), "/health/ready");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).getString("outcome")).isEqualTo("UP");
    }

    @ParameterizedTest
    @CsvSource({
        "listeners, listeners are not open yet",
        "cluster, 'the cluster is lost, and the last known backends serve'",
        "backends, no backend to choose for service web",
        "drain, the balancer is leaving"
    })
    void not_ready_says_why(String check, String reason) throws Exception {
        int port = start(open());
        listening = !check.equals("listeners");
        lost = check.equals("cluster");
        leaving = check.equals("drain");
        without = check.equals("backends") ? List.of("web") : List.of();
        HttpResponse<String> answer = get(port, "/health/ready");
        assertThat(answer.statusCode()).isEqualTo(503);
        List<JsonObject> down = json(answer).getJsonArray("checks").stream()
                .map(JsonObject.class::cast)
                .filter(each -> each.getString("status").equals("DOWN"))
                .toList();
        assertThat(down).singleElement().satisfies(each -> {
            assertThat(each.getString("id")).isEqualTo(check);
            assertThat(each.getJsonObject("data").getString("reason")).isEqualTo(reason);
        });
    }

    @Test
    void metrics_are_text_for_prometheus() throws Exception {
        HttpResponse<String> answer = get(start(open()), "/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.body()).isEqualTo("equipoise_test 1\n");
    }

    @Test
    void A1_without_the_token_there_are_no_metrics_and_no_word_of_them() throws Exception {
        HttpResponse<String> answer = get(start(guarded(false)), "/metrics");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"equipoise\"");
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(answer.body()).doesNotContain("equipoise_test");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer " + SECRET + "x",
                "Bearer 0123456789abcde",
                "Bearer 0123456789ABCDEF",
                "bearer " + SECRET,
                "Basic " + SECRET,
                "Bearer",
                "Bearer  ",
                SECRET
            })
    void A2_a_wrong_token_is_none(String header) throws Exception {
        HttpResponse<String> answer =
                send(request(start(guarded(false)), "/metrics").header("Authorization", header));
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void with_the_token_or_with_public_reads_there_are_metrics() throws Exception {
        HttpResponse<String> shown =
                send(request(start(guarded(false)), "/metrics").header("Authorization", "Bearer " + SECRET));
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(get(start(guarded(true)), "/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void health_needs_no_token_as_those_who_ask_have_none() throws Exception {
        assertThat(get(start(guarded(false)), "/health/ready").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/metrics/../../etc/passwd",
                "/%2e%2e%2fetc%2fpasswd",
                "/..%5c",
                "//metrics/x",
                "/health"
            })
    void A5_what_is_not_served_is_a_problem_and_never_a_file(String path) throws Exception {
        String answer = raw(start(open()), "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 404 ")
                .contains("application/problem+json")
                .doesNotContain("root:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "TRACE", "PATCH"})
    void A9_another_method_is_refused(String method) throws Exception {
        String answer =
                raw(start(open()), method + " /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 405 ").contains("\"status\":405");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8081"})
    void A14_a_name_that_is_not_this_machines_is_refused_on_loopback(String host) throws Exception {
        String answer = raw(start(open()), "GET /metrics HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 421 ").doesNotContain("equipoise_test");
    }

    @Test
    void A17_every_answer_says_that_it_must_not_be_framed_sniffed_or_kept_and_none_says_what_serves() throws Exception {
        for (String path : List.of("/metrics", "/health/ready", "/nothing")) {
            HttpResponse<String> answer = get(start(open()), path);
            assertThat(answer.headers().map())
                    .containsKeys("content-security-policy", "x-content-type-options", "cache-control")
                    .doesNotContainKeys("server", "x-powered-by");
        }
    }

    @Test
    void a_port_that_nobody_asked_for_gives_way_and_a_configured_one_fails_the_start() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            AdminConfig config = new AdminConfig("127.0.0.1", taken.getLocalPort(), Map.of(), false);
            int port = start(server(config), true).await(20, SECONDS);
            assertThat(get(port, "/health/live").statusCode()).isEqualTo(200);
            assertThatThrownBy(() -> server(config).listen(false).await(20, SECONDS))
                    .isInstanceOf(BindException.class);
        }
    }

    @Test
    void requests_that_come_before_it_serves_are_answered_once_it_does() throws Exception {
        AdminServer server = server(open());
        int port = server.listen(false).await(20, SECONDS);
        try (RawConnection connection = RawConnection.to(port)) {
            connection.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
            server.serve();
            assertThat(connection.receiveLine()).startsWith("HTTP/1.1 200 OK");
        }
    }

    @Test
    void an_API_that_cannot_be_made_is_a_problem_of_those_who_ask_it_alone() throws Exception {
        int port = start(server(open(), List.of(pool())), false).await(20, SECONDS);
        HttpResponse<String> answer = get(port, "/api/v1/backends");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(json(answer).getString("detail")).contains("the log of this balancer says why");
        assertThat(get(port, "/health/live").statusCode()).isEqualTo(200);
        assertThat(get(port, "/").statusCode()).isEqualTo(200);
    }

    @Test
    void the_API_is_made_of_parts_that_handle_each_operation_of_the_contract_once_and_no_other() throws Exception {
        OpenAPIContract contract = Contract.load(vertx).await(20, SECONDS).rules();
        assertThatThrownBy(() -> new ApiRoutes(vertx, contract, List.of(pool())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("no part of the admin API handles addBackend, ")
                .hasMessageContaining("endSession")
                .hasMessageNotContaining("getBackend");
        List<ApiPart> parts = new ArrayList<>(TestAdmin.complete(vertx));
        parts.add(pool());
        assertThatThrownBy(() -> new ApiRoutes(vertx, contract, parts))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("two parts of the admin API handle ");
        parts.set(1, () -> Map.of("makeCoffee", request -> {}));
        assertThatThrownBy(() -> new ApiRoutes(vertx, contract, parts))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the admin API has no operation makeCoffee, which a part handles");
    }

    private static AdminConfig open() {
        return new AdminConfig("127.0.0.1", 0, Map.of(), false);
    }

    private static AdminConfig guarded(boolean publicReads) {
        return new AdminConfig("127.0.0.1", 0, Map.of("admin", SECRET), publicReads);
    }

    private static Future<Integer> start(AdminServer server, boolean fallBack) {
        return server.listen(fallBack).onSuccess(port -> server.serve());
    }

    private int start(AdminConfig config) throws TimeoutException {
        return start(server(config), false).await(20, SECONDS);
    }

    private AdminServer server(AdminConfig config) throws TimeoutException {
        return server(config, TestAdmin.complete(vertx, pool()));
    }

    private AdminServer server(AdminConfig config, List<ApiPart> parts) {
        Readiness readiness = new Readiness(() -> listening, () -> lost, () -> without, () -> leaving);
        return new AdminServer(vertx, config, readiness, () -> "equipoise_test 1\n", parts);
    }

    private static ApiPart pool() {
        return new PoolApi(name -> name, () -> new PoolSnapshot(0, Map.of()), PoolApiIT.NO_ORDERS);
    }

    private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return send(request(port, path));
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonObject json(HttpResponse<String> answer) {
        return new JsonObject(answer.body());
    }

    /** The whole answer to bytes that a tidy client would not send. */
    private static String raw(int port, String request) throws IOException {
        try (RawConnection connection = RawConnection.to(port)) {
            connection.send(request);
            return new String(connection.receiveAll(), StandardCharsets.ISO_8859_1);
        }
    }
}
