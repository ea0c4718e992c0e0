package io.equipoise.balancer.ctl;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The admin API of one balancer. Every call blocks; one that does not succeed throws {@link CtlFailure}. */
final class Api {
    static final String SERVICES = "/api/v1/services";
    static final String BACKENDS = "/api/v1/backends";
    static final String SESSIONS = "/api/v1/sessions";
    static final String DECISIONS = "/api/v1/decisions";
    static final String EVENTS = "/api/v1/events";
    static final String STATS = "/api/v1/stats";

    /** Items on a page that a list is asked for, and the most that the API gives. */
    static final int PAGE = 1_000;

    private final HttpClient http;
    private final Location location;
    private final Optional<String> token;
    private final Duration patience;

    /**
     * Speaks with the API there.
     *
     * @param patience how long an answer may take
     */
    Api(HttpClient http, Location location, Optional<String> token, Duration patience) {
        this.http = http;
        this.location = location;
        this.token = token;
        this.patience = patience;
    }

    Fields get(String path, Map<String, String> query) {
        return object(text(request(path, query)));
    }

    /** All items of all pages, or as many as that. */
    List<Fields> list(String path, Map<String, String> query, int most) {
        List<Fields> items = new ArrayList<>();
        Map<String, String> asked = new LinkedHashMap<>(query);
        Fields page;
        do {
            asked.put("limit", String.valueOf(Math.min(PAGE, most - items.size())));
            page = get(path, asked);
            items.addAll(page.parts("items"));
            asked.put("after", page.text("next"));
        } while (page.has("next") && items.size() < most);
        return items;
    }

    Fields change(String method, String path, Map<String, @Nullable Object> body) {
        return object(text(request(path, Map.of())
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(Json.write(body)))));
    }

    void delete(String path) {
        text(request(path, Map.of()).DELETE());
    }

    /** What stands there, whatever the status is; for health, which answers 503 with its reasons. */
    Fields health(String path) {
        HttpResponse<String> answer = send(request(path, Map.of()), BodyHandlers.ofString());
        if (answer.statusCode() >= 300 && answer.statusCode() != 503) {
            throw failure(answer.statusCode(), type(answer), answer.body());
        }
        return answer.body().isEmpty() ? new Fields(Map.of()) : object(answer.body());
    }

    /** Opens a stream of server-sent events. The caller closes it. */
    InputStream stream(String path, String lastEventId) {
        HttpRequest.Builder request = request(path, Map.of()).setHeader("Accept", "text/event-stream");
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<InputStream> answer = send(request, BodyHandlers.ofInputStream());
        if (answer.statusCode() == 200 && type(answer).startsWith("text/event-stream")) {
            return answer.body();
        }
        throw failure(answer.statusCode(), type(answer), rest(answer.body()));
    }

    private HttpRequest.Builder request(String path, Map<String, String> query) {
        HttpRequest.Builder request = HttpRequest.newBuilder(location.resolve(path, query))
                .timeout(patience)
                .header("Accept", "application/json, application/problem+json");
        token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
        return request;
    }

    private String text(HttpRequest.Builder request) {
        HttpResponse<String> answer = send(request, BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw failure(answer.statusCode(), type(answer), answer.body());
        }
        return answer.body();
    }

    /** The limit of the request is over with its headers; this one holds for the body too. */
    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
        CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request.build(), body);
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw Unreachable.failure(location, patience, e);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw Unreachable.failure(location, patience, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CtlFailure(Exit.NOT, "interrupted", e);
        }
    }

    private Fields object(String body) {
        try {
            return Fields.parse(body);
        } catch (IOException e) {
            throw stranger("an answer that is no JSON object", e);
        }
    }

    private CtlFailure failure(int status, String type, String body) {
        if (!type.startsWith("application/problem+json")) {
            return stranger("status " + status, null);
        }
        String detail = Printable.of(object(body).text("detail"));
        return new CtlFailure(
                Exit.ofStatus(status),
                status == 401
                        ? "the token is " + (token.isPresent() ? "wrong" : "missing")
                                + "; give it in EQUIPOISE_ADMIN_TOKEN or with --token-file"
                        : detail.isEmpty() ? "the balancer answers " + status : detail);
    }

    private CtlFailure stranger(String what, @Nullable Throwable cause) {
        return new CtlFailure(
                Exit.UNREACHABLE,
                location.base() + " is not the admin API of a balancer (" + what + "); see --url",
                cause);
    }

    private static String type(HttpResponse<?> answer) {
        return answer.headers().firstValue("Content-Type").orElse("");
    }

    private String rest(InputStream body) {
        try (body) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw Unreachable.failure(location, patience, e);
        }
    }
}
