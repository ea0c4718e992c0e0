package io.equipoise.balancer.ctl;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An admin API that answers what a test has written down, and keeps what it was asked. */
final class StubAdmin implements AutoCloseable {
    /** What was asked: {@code GET /api/v1/backends?limit=1000}. */
    record Asked(String line, String body, Map<String, String> headers) {}

    record Answer(int status, String type, String body) {}

    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    StubAdmin() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/", this::handle);
        http.start();
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /** Answers that request with that JSON from now on; said again, the next time. The last answer stays. */
    StubAdmin answers(String line, int status, String json) {
        return answers(line, new Answer(status, status < 400 ? "application/json" : "application/problem+json", json));
    }

    StubAdmin answers(String line, Answer answer) {
        answers.computeIfAbsent(line, key -> new ArrayDeque<>()).add(answer);
        return this;
    }

    /** Answers with a problem of that status. */
    StubAdmin refuses(String line, int status, String detail) {
        return answers(line, status, "{\"title\":\"No\",\"status\":" + status + ",\"detail\":\"" + detail + "\"}");
    }

    /** Answers with a stream of those events, which ends behind them. */
    StubAdmin streams(String line, String... events) {
        return answers(line, new Answer(200, "text/event-stream", ": hello\n\n" + String.join("", events)));
    }

    /** The lines of all requests so far. */
    List<String> lines() {
        return asked.stream().map(Asked::line).toList();
    }

    Asked last() {
        return asked.get(asked.size() - 1);
    }

    List<Asked> asked() {
        return asked;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String line =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().toASCIIString();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Map<String, String> headers = new ConcurrentHashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
            asked.add(new Asked(line, body, headers));
            Answer answer = Optional.ofNullable(answers.get(line))
                    .map(queue -> queue.size() > 1 ? queue.poll() : queue.peek())
                    .orElse(new Answer(
                            500,
                            "application/problem+json",
                            "{\"detail\":\"the test has no answer to " + line + "\"}"));
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
