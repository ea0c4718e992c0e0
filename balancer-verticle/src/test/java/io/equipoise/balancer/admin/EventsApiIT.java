package io.equipoise.balancer.admin;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.metrics.Event;
import io.equipoise.balancer.metrics.EventRing;
import io.equipoise.testkit.RawConnection;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events over HTTP, as a page and as a stream. */
class EventsApiIT {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestAdmin admin = new TestAdmin(VERTX);
    private final EventRing ring = new EventRing(() -> Instant.EPOCH);
    private final EventStreams streams = new EventStreams(VERTX, 200);
    private final List<RawConnection> open = new ArrayList<>();

    @AfterEach
    void leave() throws IOException, TimeoutException {
        for (RawConnection connection : open) {
            connection.close();
        }
        admin.run(streams::close);
    }

    @AfterAll
    static void close() throws TimeoutException {
        VERTX.close().await(20, SECONDS);
    }

    @Test
    void a_page_has_the_newest_events_and_with_after_those_that_follow() throws Exception {
        ApiClient api = admin.serve(new EventsApi(VERTX, ring, streams));
        happen(5);
        assertThat(numbers(api.get("/api/v1/events?limit=2"))).containsExactly(4, 5);
        assertThat(numbers(api.get("/api/v1/events?after=1&limit=2"))).containsExactly(2, 3);
        assertThat(numbers(api.get("/api/v1/events?after=5"))).isEmpty();
        assertThat(numbers(api.get("/api/v1/events"))).hasSize(5);
        assertThat(numbers(api.with("Last-Event-ID", "3").get("/api/v1/events")))
                .containsExactly(4, 5);
    }

    @Test
    void a_number_that_this_balancer_has_not_reached_counts_as_0() throws Exception {
        ApiClient api = admin.serve(new EventsApi(VERTX, ring, streams));
        happen(2);
        assertThat(numbers(api.get("/api/v1/events?after=77"))).containsExactly(1, 2);
    }

    @Test
    void what_is_no_number_is_a_problem() throws Exception {
        ApiClient api = admin.serve(new EventsApi(VERTX, ring, streams));
        assertThat(api.get("/api/v1/events?after=x").problem(400))
                .isEqualTo("the query parameter after must be a whole number from 0 on");
        assertThat(api.with("Last-Event-ID", "-1").get("/api/v1/events").problem(400))
                .isEqualTo("the header parameter Last-Event-ID must be a whole number from 0 on");
    }

    @Test
    void a_stream_has_what_was_and_then_what_happens_with_numbers_to_come_back_with() throws Exception {
        int port = port();
        happen(3);
        RawConnection reader = follow(port, "?limit=2", "");
        String head = until(reader, "id: 3\n");
        assertThat(head)
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains(
                        "content-type: text/event-stream\r\n",
                        "retry: 1000\n",
                        "id: 2\nevent: event\ndata: {\"number\":2,")
                .doesNotContain("id: 1\n");
        happen(1);
        assertThat(until(reader, "id: 4\n")).doesNotContain("id: 3\n");
        assertThat(until(follow(port, "", "Last-Event-ID: 2\r\n"), "id: 4\n"))
                .contains("id: 3\n")
                .doesNotContain("id: 2\n");
    }

    @Test
    void a_stream_on_which_nothing_happens_is_heard_of() throws Exception {
        until(follow(port(), "", ""), ":\n\n");
    }

    @Test
    void A4_a_stream_too_many_is_refused_until_one_leaves() throws Exception {
        int port = port();
        for (int i = 0; i < EventStreams.MOST; i++) {
            until(follow(port, "", ""), "retry");
        }
        ApiClient api = ApiClient.to(VERTX, port).withToken(TestAdmin.TOKEN).with("Accept", "text/event-stream");
        assertThat(api.get("/api/v1/events").problem(503)).startsWith("64 streams are open");
        open.remove(0).close();
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(streams.open()).isLessThan(EventStreams.MOST));
        until(follow(port, "", ""), "retry");
    }

    @Test
    void A12_a_reader_that_does_not_read_is_cut_and_others_miss_nothing() throws Exception {
        int port = port();
        RawConnection reader = follow(port, "", "");
        RawConnection lazy = follow(port, "", "");
        until(reader, "retry");
        Awaitility.await().atMost(PATIENCE).until(() -> streams.open() == 2);
        int number = 0;
        for (int round = 0; round < 200 && streams.open() == 2; round++) {
            happenWith("x".repeat(1_000), 100);
            number += 100;
            until(reader, "id: " + number + "\n");
        }
        Awaitility.await().atMost(PATIENCE).until(() -> streams.open() == 1);
        happen(1);
        until(reader, "id: " + (number + 1) + "\n");
        lazy.close();
    }

    @Test
    void closing_ends_every_stream_in_good_order() throws Exception {
        RawConnection reader = follow(port(), "", "");
        until(reader, "retry");
        admin.run(streams::close);
        until(reader, "0\r\n\r\n");
        assertThat(streams.open()).isZero();
    }

    private int port() throws TimeoutException {
        return admin.port(Map.of("tests", TestAdmin.TOKEN), new EventsApi(VERTX, ring, streams));
    }

    private void happen(int times) throws TimeoutException {
        happenWith("", times);
    }

    private void happenWith(String text, int times) throws TimeoutException {
        admin.run(() -> IntStream.range(0, times)
                .forEach(i -> ring.add(Event.Kind.CHANGED, "b1", "changed", Map.of("text", text))));
    }

    private RawConnection follow(int port, String query, String header) throws IOException {
        RawConnection connection = RawConnection.to(port);
        open.add(connection);
        connection.send("GET /api/v1/events" + query + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
                + "Authorization: Bearer " + TestAdmin.TOKEN + "\r\n" + header + "\r\n");
        return connection;
    }

    /** Reads up to that text; what comes after it stays unread. */
    private static String until(RawConnection reader, String text) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(text, Math.max(0, read.length() - text.length())) < 0) {
            read.append(new String(reader.receive(1), StandardCharsets.ISO_8859_1));
        }
        return read.toString();
    }

    private static List<Integer> numbers(ApiClient.Reply reply) {
        JsonArray items = reply.json(200).getJsonArray("items");
        return items.stream()
                .map(item -> ((JsonObject) item).getInteger("number"))
                .toList();
    }
}
