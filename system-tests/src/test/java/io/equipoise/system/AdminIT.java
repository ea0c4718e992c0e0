package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.RawConnection;
import io.equipoise.testkit.Signal;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a balancer process says of itself from its start to its end. */
@Tag("patient")
class AdminIT {
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void it_is_ready_with_its_first_backend_counts_what_it_carries_and_is_not_ready_while_it_drains() throws Exception {
        try (TestCluster cluster = new TestCluster()) {
            JsonObject admin = new JsonObject().put("admin", new JsonObject().put("port", 0));
            Balancer balancer = cluster.balancer("one", admin, UnaryOperator.identity());
            int port = Integer.parseInt(
                    balancer.process().awaitLine("admin is open.*port=(\\d+)").group(1));
            assertThat(get(port, "/health/live").statusCode()).isEqualTo(200);
            HttpResponse<String> alone = get(port, "/health/ready");
            assertThat(alone.statusCode()).isEqualTo(503);
            assertThat(alone.body()).contains("no backend to choose for service default");

            cluster.backend("a");
            balancer.awaitUp(Set.of("a"));
            Awaitility.await()
                    .untilAsserted(() ->
                            assertThat(get(port, "/health/ready").statusCode()).isEqualTo(200));
            assertThat(new JsonObject(get(port, "/api/v1/backends/a").body()).getString("health"))
                    .isEqualTo("up");
            try (Held held = Held.open(balancer.address(), 3)) {
                assertThat(get(port, "/metrics").body())
                        .containsPattern("equipoise_[a-z_]*sessions[a-z_]*\\{[^}]*\\} 3(\\.0)?\\n");
                balancer.process().send(Signal.TERM);
                Awaitility.await()
                        .untilAsserted(() ->
                                assertThat(get(port, "/health/ready").body()).contains("the balancer is leaving"));
                RawConnection one = held.get(0);
                one.send("x");
                assertThat(one.receive(1)).asString().isEqualTo("x");
            }
            assertThat(balancer.process().awaitExit()).isZero();
            balancer.assertCleanLog();
        }
    }

    private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }
}
