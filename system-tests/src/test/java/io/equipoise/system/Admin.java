package io.equipoise.system;

import io.equipoise.testkit.LogLine;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Calls of balancers' admin servers. */
final class Admin {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Admin() {}

    /** Starts a balancer whose admin server has a port of its own. */
    static Balancer balancer(TestCluster cluster, String name) {
        JsonObject admin = new JsonObject().put("admin", new JsonObject().put("port", 0));
        return cluster.balancer(name, admin, UnaryOperator.identity());
    }

    /** Waits until the balancer has said at which port of loopback its admin server listens. */
    static int port(Balancer balancer) {
        return Integer.parseInt(
                balancer.process().awaitLine("admin is open.*port=(\\d+)").group(1));
    }

    private static String address(Balancer balancer) {
        LogLine open = balancer.process().awaitLine("admin is open host=([0-9.]+) port=(\\d+)");
        return open.group(1) + ":" + open.group(2);
    }

    static HttpResponse<String> get(Balancer balancer, String path) {
        return call(balancer, "GET", path, "");
    }

    /** What is there, as JSON. */
    static JsonObject json(Balancer balancer, String path) {
        return new JsonObject(get(balancer, path).body());
    }

    /** What a gauge of its metrics shows, where that has no labels. */
    static double gauge(Balancer balancer, String name) {
        return get(balancer, "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in /metrics"));
    }

    /** A call with a body of JSON, or none when it is empty. */
    static HttpResponse<String> call(Balancer balancer, String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + address(balancer) + path))
                .timeout(LIMIT)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(method + " " + path + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
