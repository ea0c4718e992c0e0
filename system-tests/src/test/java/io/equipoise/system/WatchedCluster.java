package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.FreePort;
import io.equipoise.testkit.Signal;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A cluster of processes with one balancer that has a token, and keeps the address of its dashboard when it starts anew.
 * Closing kills all.
 */
final class WatchedCluster implements AutoCloseable {
    static final String TOKEN = "token-of-this-test";

    private final HttpClient http = HttpClient.newHttpClient();
    private final TestCluster cluster = new TestCluster();
    private final int port = FreePort.any();
    private final JsonObject config;
    private final Map<String, Backend> backends = new HashMap<>();
    private Balancer balancer;

    /** Starts a balancer whose reads need a token or do not, and a backend for each id, which all are up then. */
    WatchedCluster(boolean publicReads, String... ids) {
        this(new JsonObject().put("admin", new JsonObject().put("publicReads", publicReads)));
        for (String id : ids) {
            add(new JsonObject().put("id", id));
        }
        if (ids.length > 0) {
            balancer.awaitUp(Set.of(ids));
        }
    }

    /** Starts a balancer with that configuration, and no backend. */
    WatchedCluster(JsonObject config) {
        JsonObject admin = new JsonObject().put("port", port).put("token", TOKEN);
        this.config = new JsonObject().put("admin", admin).mergeIn(config, true);
        balancer = start();
    }

    /** Starts one more backend, and waits until it has announced itself. */
    Backend add(JsonObject config) {
        Backend backend = cluster.await(cluster.startBackend(config, UnaryOperator.identity()));
        backends.put(backend.id(), backend);
        return backend;
    }

    /** Kills the balancer, and does what is to be done until another one takes its place. */
    void restartBalancer(Runnable between) {
        balancer.process().send(Signal.KILL);
        balancer.process().awaitExit();
        between.run();
        balancer = start();
    }

    private Balancer start() {
        return cluster.balancer("one", config, UnaryOperator.identity());
    }

    Balancer balancer() {
        return balancer;
    }

    Backend backend(String id) {
        return backends.get(id);
    }

    /** Where the dashboard is. */
    String url() {
        return "http://127.0.0.1:" + port + "/";
    }

    /** What the API answers to a reader with the token. */
    JsonObject read(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "api/v1/" + path))
                .header("Authorization", "Bearer " + TOKEN)
                .timeout(Duration.ofSeconds(20))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return new JsonObject(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
