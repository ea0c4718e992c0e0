package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.Command;
import io.equipoise.testkit.ConnectionLoad;
import io.equipoise.testkit.FreePort;
import io.equipoise.testkit.LogLine;
import io.equipoise.testkit.RunningProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prometheus itself, scraping a balancer for a minute while it carries traffic and its pool changes; what the dashboard asks
 * it then has answers.
 */
@Tag("patient")
@Tag("peers")
class PrometheusIT {
    private static final int SCRAPES = 12;
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    /** Panels of the dashboard that show what has not happened here, or not for sure. */
    private static final Set<String> MAY_BE_EMPTY = Set.of(
            "Failures per second, by reason", "Connects that failed, by backend and reason", "Time in the queue, p99");

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port = FreePort.any();

    @TempDir
    private Path folder;

    @Test
    void prometheus_scrapes_a_minute_of_traffic_without_a_warning_and_counts_what_the_clients_did() throws Exception {
        try (TestCluster cluster = new TestCluster()) {
            JsonObject admin = new JsonObject().put("port", 0).put("token", "token-of-this-test");
            Balancer balancer = cluster.balancer("one", new JsonObject().put("admin", admin), UnaryOperator.identity());
            Backend first = cluster.backend("a");
            cluster.backend("b");
            balancer.awaitUp(Set.of("a", "b"));
            try (RunningProcess prometheus = prometheus(Admin.port(balancer))) {
                prometheus.awaitLine("Server is ready");
                ConnectionLoad load = Loads.start(balancer, 50);
                await("count_over_time(up[5m]) >= bool " + SCRAPES / 2, 1);
                first.process().close();
                await("equipoise_backends{service=\"default\",state=\"up\"}", 1);
                await("count_over_time(up[5m]) >= bool " + SCRAPES, 1);
                int clients = load.stop().requests().size();
                await("sum(equipoise_sessions_opened_total)", clients);
                assertThat(value("min_over_time(up[5m])")).isEqualTo(1);
                await("count(equipoise_backend_up)", 1);
                assertThat(value("equipoise_first_byte_seconds_count{backend=\"b\"}"))
                        .isBetween(clients / 2.0, (double) clients);
                for (Dashboard.Query query : Dashboard.ours().queries()) {
                    assertThat(results(query.expression()).isEmpty() && !MAY_BE_EMPTY.contains(query.panel()))
                            .as(query.panel())
                            .isFalse();
                }
                assertThat(prometheus.output().matching(0, "level=(warn|error)"))
                        .extracting(LogLine::text)
                        .isEmpty();
            }
            balancer.assertCleanLog();
        }
    }

    private RunningProcess prometheus(int adminPort) throws Exception {
        Path config = Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 5s, scrape_timeout: 5s}
                scrape_configs:
                  - job_name: equipoise
                    authorization: {credentials: token-of-this-test}
                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                """.formatted(adminPort));
        RunningProcess prometheus = Command.of(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .in(folder)
                .start();
        return prometheus;
    }

    private void await(String query, double wanted) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(value(query)).as(query).isEqualTo(wanted));
    }

    /** The one value that the query gives; NaN while there is none. */
    private double value(String query) throws Exception {
        JsonArray results = results(query);
        return results.isEmpty()
                ? Double.NaN
                : Double.parseDouble(
                        results.getJsonObject(0).getJsonArray("value").getString(1));
    }

    private JsonArray results(String query) throws Exception {
        String address =
                "http://127.0.0.1:" + port + "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .timeout(Duration.ofSeconds(20))
                .build();
        JsonObject answer =
                new JsonObject(http.send(request, BodyHandlers.ofString()).body());
        assertThat(answer.getString("status")).as("%s: %s", query, answer).isEqualTo("success");
        return answer.getJsonObject("data").getJsonArray("result");
    }
}
