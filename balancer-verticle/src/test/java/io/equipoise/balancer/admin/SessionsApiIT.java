package io.equipoise.balancer.admin;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.admin.ApiClient.Reply;
import io.equipoise.balancer.metrics.Event;
import io.equipoise.balancer.metrics.EventRing;
import io.equipoise.balancer.pool.Selector;
import io.equipoise.balancer.selection.SelectionPolicy;
import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RawConnection;
import io.equipoise.testkit.RefusingPort;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions and decisions over HTTP, of a data path that carries real connections. */
class SessionsApiIT {
    private static final String ME = TestDataPath.ME;

    private final Vertx vertx = Vertx.vertx();
    private final EventRing events = new EventRing(InstantSource.system());
    private final List<RawConnection> open = new ArrayList<>();
    private TestDataPath path;
    private ApiClient api;

    @AfterEach
    void close() throws Exception {
        for (RawConnection connection : open) {
            connection.reset();
        }
        vertx.close().await(20, SECONDS);
    }

    @Test
    void a_session_is_shown_while_it_runs_and_after_it_has_ended_with_why_it_went_there() throws Exception {
        try (RawBackend backend = RawBackend.start(RawBackend::echo)) {
            start(1, SelectionPolicy.LEAST_CONNECTIONS.factory());
            path.join("b" + backend.port(), backend.port(), 0);
            RawConnection client = connect();
            client.send("hello\n");
            assertThat(client.receiveLine()).isEqualTo("hello");

            JsonObject listed = only(api.get("/api/v1/sessions").json(200));
            String id = listed.getString("id");
            assertThat(listed.getString("state")).isEqualTo("relaying");
            assertThat(listed.getString("client")).isEqualTo("127.0.0.1:" + client.localPort());
            assertThat(listed.getLong("bytesFromClient")).isEqualTo(6);
            JsonObject shown = api.get("/api/v1/sessions/" + id).json(200);
            assertThat(shown.getJsonObject("decision").getString("why"))
                    .isEqualTo("fewest sessions for its weight: 0/100, of 1 looked at");
            assertThat(shown.getJsonObject("decision").getString("session")).isEqualTo(id);
            assertThat(shown.getJsonObject("decision").getJsonObject("outcome")).isNull();

            client.finish();
            assertThat(client.awaitEnd()).isEqualTo(RawConnection.End.FINISHED);
            await(() ->
                    api.get("/api/v1/sessions").json(200).getJsonArray("items").isEmpty());
            JsonObject closed = api.get("/api/v1/sessions/" + id).json(200);
            assertThat(closed.getString("state")).isEqualTo("closed");
            assertThat(closed.getString("reason")).isEqualTo("client_closed");
            assertThat(closed.getJsonObject("decision").getJsonObject("outcome").getLong("bytesFromBackend"))
                    .isEqualTo(6);
        }
    }

    @Test
    void sessions_are_listed_page_by_page_and_by_service_backend_and_listener() throws Exception {
        try (RawBackend backend = RawBackend.queued()) {
            start(2, SelectionPolicy.ROUND_ROBIN.factory());
            path.join("b" + backend.port(), backend.port(), 0);
            for (int i = 0; i < 25; i++) {
                connect();
            }
            await(() -> items("/api/v1/sessions").size() == 25);
            List<String> ids = new ArrayList<>();
            String next = "";
            do {
                JsonObject page =
                        api.get("/api/v1/sessions?limit=7&after=" + next).json(200);
                page.getJsonArray("items").forEach(each -> ids.add(((JsonObject) each).getString("id")));
                next = page.getString("next");
            } while (next != null);
            assertThat(ids).hasSize(25).doesNotHaveDuplicates();
            assertThat(items("/api/v1/sessions?service=default&listener=front&backend=b" + backend.port()))
                    .hasSize(25);
            assertThat(items("/api/v1/sessions?backend=other")).isEmpty();
            assertThat(items("/api/v1/sessions?service=other")).isEmpty();
            assertThat(items("/api/v1/sessions?listener=other")).isEmpty();
            api.get("/api/v1/sessions?limit=0").problem(400);
            assertThat(api.get("/api/v1/sessions?after=x").problem(400)).contains("next");
        }
    }

    @Test
    void a_session_is_ended_once_and_the_audit_says_by_whom() throws Exception {
        try (RawBackend backend = RawBackend.queued()) {
            start(1, SelectionPolicy.ROUND_ROBIN.factory());
            path.join("b" + backend.port(), backend.port(), 0);
            RawConnection client = connect();
            RawConnection served = backend.take();
            String id = only(api.get("/api/v1/sessions").json(200)).getString("id");

            assertThat(api.with("Origin", "https://evil.example")
                            .delete("/api/v1/sessions/" + id)
                            .status())
                    .isEqualTo(403);
            assertThat(api.withToken("wrong-wrong-wrong-")
                            .delete("/api/v1/sessions/" + id)
                            .status())
                    .isEqualTo(401);
            assertThat(api.delete("/api/v1/sessions/" + id).status()).isEqualTo(204);
            assertThat(client.awaitEnd()).isEqualTo(RawConnection.End.RESET);
            assertThat(served.awaitEnd()).isEqualTo(RawConnection.End.RESET);
            api.delete("/api/v1/sessions/" + id).problem(404);
            Event event = events.since(0).get(0);
            assertThat(events.since(0)).hasSize(1);
            assertThat(event.kind()).isEqualTo(Event.Kind.ADMIN);
            assertThat(event.subject()).isEqualTo(id);
            assertThat(event.details()).containsEntry("by", "tests");
            assertThat(api.get("/api/v1/sessions/" + id).json(200).getString("reason"))
                    .isEqualTo("killed_by_admin");
        }
    }

    @Test
    void who_asks_for_no_session_of_this_balancer_is_told_so() throws Exception {
        start(1, SelectionPolicy.ROUND_ROBIN.factory());
        for (String id : List.of("nonsense", ME + ".77", ME + ".xyz")) {
            assertThat(api.get("/api/v1/sessions/" + id).problem(404))
                    .isEqualTo("no session that runs here has the id " + id);
            assertThat(api.delete("/api/v1/sessions/" + id).problem(404))
                    .isEqualTo("no session that runs here has the id " + id);
        }
        assertThat(api.get("/api/v1/sessions/balancer-2.1").problem(404))
                .isEqualTo("that session is not on this balancer, which is balancer-1: ask balancer-2");
        assertThat(api.delete("/api/v1/sessions/balancer-2.1").problem(404)).contains("ask balancer-2");
    }

    @Test
    void nothing_is_told_without_a_token() throws Exception {
        start(1, SelectionPolicy.ROUND_ROBIN.factory());
        ApiClient nobody = api.withToken("0000000000000000");
        for (String path : List.of("/api/v1/sessions", "/api/v1/sessions/x.1", "/api/v1/decisions")) {
            nobody.get(path).problem(401);
        }
    }

    @Test
    void a_retry_and_a_session_that_waited_are_explained_too() throws Exception {
        try (RawBackend backend = RawBackend.queued();
                RefusingPort refusing = RefusingPort.refusing()) {
            start(
                    1,
                    (nodes, rotation) -> request ->
                            nodes.stream().filter(request::admits).findFirst().orElse(null));
            path.join("a", refusing.port(), 0);
            path.join("b", backend.port(), 1);
            connect();
            RawConnection served = backend.take();
            List<JsonObject> retried = items("/api/v1/decisions");
            assertThat(retried).extracting(each -> each.getInteger("attempt")).containsExactly(2, 1);
            assertThat(retried).extracting(each -> each.getString("chosen")).containsExactly("b", "a");
            JsonObject passed = (JsonObject) retried.get(0).getJsonArray("candidates").stream()
                    .filter(each -> ((JsonObject) each).getString("backend").equals("a"))
                    .findFirst()
                    .orElseThrow();
            assertThat(passed.getString("passed")).isEqualTo("tried before");
            assertThat(items("/api/v1/decisions?backend=a")).hasSize(1);
            assertThat(items("/api/v1/decisions?service=other")).isEmpty();
            assertThat(items("/api/v1/decisions?limit=1")).hasSize(1);
            api.get("/api/v1/decisions?limit=x").problem(400);

            connect();
            await(() -> items("/api/v1/decisions").size() == 4);
            assertThat(items("/api/v1/decisions").get(0).getString("why"))
                    .isEqualTo("none: all 2 are full or tried before");
            served.reset();
            await(() -> items("/api/v1/decisions").size() == 5);
            JsonObject waited = items("/api/v1/decisions").get(0);
            assertThat(waited.getString("chosen")).isEqualTo("b");
            assertThat(waited.getInteger("attempt")).isEqualTo(3);
            assertThat(waited.getString("why")).startsWith("the queue: b had room");
        }
    }

    @Test
    void a_loop_that_does_not_answer_is_a_problem() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        try (RawBackend backend = RawBackend.queued()) {
            start(1, (nodes, rotation) -> request -> {
                stuck.countDown();
                Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> over.getCount() == 0);
                return nodes.get(0);
            });
            path.join("b" + backend.port(), backend.port(), 0);
            connect();
            assertThat(stuck.await(20, SECONDS)).isTrue();
            api.get("/api/v1/sessions").problem(503);
            api.get("/api/v1/sessions/" + ME + ".1").problem(503);
            api.delete("/api/v1/sessions/" + ME + ".1").problem(503);
        } finally {
            over.countDown();
        }
    }

    private void start(int number, Selector.Factory selectors) throws TimeoutException {
        path = new TestDataPath(vertx, number, selectors);
        api = new TestAdmin(vertx).serve(path.api(events));
    }

    private RawConnection connect() throws IOException {
        RawConnection client = path.connect();
        open.add(client);
        return client;
    }

    private List<JsonObject> items(String path) throws Exception {
        Reply reply = api.get(path);
        return reply.json(200).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static JsonObject only(JsonObject page) {
        JsonArray items = page.getJsonArray("items");
        assertThat(items).hasSize(1);
        return items.getJsonObject(0);
    }

    private static void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(condition);
    }
}
