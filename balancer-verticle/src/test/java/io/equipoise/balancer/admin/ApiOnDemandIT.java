package io.equipoise.balancer.admin;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An API that is made when the first one asks, over HTTP. */
class ApiOnDemandIT {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClientAgent client = vertx.createHttpClient();
    private final AtomicInteger made = new AtomicInteger();
    private final Queue<Promise<Router>> makings = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() throws TimeoutException {
        vertx.close().await(20, SECONDS);
    }

    @Test
    void nobody_who_does_not_ask_has_it_made() throws Exception {
        int port = serve(new CountDownLatch(0));
        for (String path : List.of("/elsewhere", "/", "/apis", "/api/../elsewhere")) {
            assertThat(status(post(port, path))).as(path).isEqualTo(404);
        }
        assertThat(made).hasValue(0);
    }

    @Test
    void all_who_ask_while_it_is_made_wait_for_it_with_what_they_have_sent() throws Exception {
        CountDownLatch asked = new CountDownLatch(3);
        int port = serve(asked);
        List<Future<String>> answers = List.of(post(port, "/api/one"), post(port, "/api/two"), post(port, "/api/six"));
        assertThat(asked.await(20, SECONDS)).isTrue();
        assertThat(answers).noneMatch(Future::isComplete);
        makings.remove().complete(echo());
        for (Future<String> answer : answers) {
            assertThat(answer.await(20, SECONDS)).isEqualTo("200 what was sent");
        }
        assertThat(status(post(port, "/api/seven"))).isEqualTo(200);
        assertThat(made).hasValue(1);
    }

    @Test
    void when_it_cannot_be_made_the_next_who_asks_has_it_tried_again() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        int port = serve(first);
        Future<String> refused = post(port, "/api/one");
        assertThat(first.await(20, SECONDS)).isTrue();
        makings.remove().fail("no space left on device");
        assertThat(status(refused)).isEqualTo(500);
        makings.add(Promise.promise());
        makings.element().complete(echo());
        assertThat(status(post(port, "/api/one"))).isEqualTo(200);
        assertThat(made).hasValue(2);
    }

    /** Counts down with each request that has come. */
    private int serve(CountDownLatch asked) throws TimeoutException {
        Router router = Router.router(vertx);
        router.route("/api/*").handler(request -> {
            request.next();
            asked.countDown();
        });
        new ApiOnDemand("/api", this::make).addTo(router);
        return vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await(20, SECONDS)
                .actualPort();
    }

    private Future<Router> make() {
        made.incrementAndGet();
        if (makings.isEmpty()) {
            makings.add(Promise.promise());
        }
        return makings.element().future();
    }

    private Router echo() {
        Router router = Router.router(vertx);
        router.route().handler(BodyHandler.create(false));
        router.route().handler(request -> request.end(request.body().buffer()));
        return router;
    }

    private Future<String> post(int port, String path) {
        return client.request(HttpMethod.POST, port, "127.0.0.1", path)
                .compose(request -> request.send("what was sent"))
                .compose(ApiOnDemandIT::text);
    }

    private static Future<String> text(HttpClientResponse answer) {
        return answer.body().map(body -> answer.statusCode() + " " + body);
    }

    private static int status(Future<String> answer) throws TimeoutException {
        return Integer.parseInt(answer.await(20, SECONDS).split(" ", 2)[0]);
    }
}
