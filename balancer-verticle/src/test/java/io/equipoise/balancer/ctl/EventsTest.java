package io.equipoise.balancer.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.ctl.Shell.Result;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code events}, once and followed over streams that end and balancers that start anew. */
class EventsTest {
    private static final String STREAM = "GET /api/v1/events";

    private StubAdmin admin;

    @BeforeEach
    void start() throws IOException {
        admin = new StubAdmin();
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    @Test
    void events_are_one_a_line_with_all_that_is_known() {
        admin.answers("GET /api/v1/events?limit=100", 200, page(event(7, "joined"), """
                {"number":8,"at":"2026-11-24T16:00:08.123456Z","kind":"admin","subject":"b\\n1","message":"weight was changed",
                "details":{"weight":50,"by":"o\\u001bps"}}"""));
        assertThat(Shell.to(admin).run("events")).isEqualTo(new Result(0, """
                    7  2026-11-24T16:00:07Z      joined       b7: joined
                    8  2026-11-24T16:00:08.123Z  admin        b�1: weight was changed weight=50 by=o�ps
                """, ""));
        assertThat(Shell.to(admin).run("events", "--json").lines())
                .hasSize(2)
                .first()
                .isEqualTo(event(7, "joined"));
    }

    @Test
    void since_asks_for_those_behind_it() {
        admin.answers("GET /api/v1/events?after=0&limit=1000", 200, page(event(1, "up")));
        assertThat(Shell.to(admin).run("events", "--since", "0").lines()).hasSize(1);
    }

    @Test
    void following_goes_on_behind_the_last_event_when_a_stream_ends() {
        admin.answers("GET /api/v1/events?limit=10", 200, page(event(1, "up")))
                .streams(STREAM, sent(event(2, "down")), sent(event(3, "up")))
                .answers("GET /api/v1/events?after=2&limit=1", 200, page(event(3, "up")))
                .streams(STREAM, "data:" + event(4, "down") + "\n\n", ": still here\n\n", sent(event(5, "up")));
        Result result = Shell.to(admin).readBy(4).run("events", "-f", "--json");
        assertThat(result.code()).isZero();
        assertThat(result.lines()).containsExactly(event(1, "up"), event(2, "down"), event(3, "up"), event(4, "down"));
        assertThat(result.error()).isEqualTo("ctl: the stream is over; connecting again\n");
        assertThat(admin.asked().stream()
                        .filter(asked -> asked.line().equals(STREAM))
                        .map(asked -> asked.headers().get("last-event-id")))
                .containsExactly("1", "3");
    }

    @Test
    void following_begins_with_the_first_event_of_a_balancer_that_has_started_anew() {
        admin.answers("GET /api/v1/events?limit=10", 200, page(event(40, "up")))
                .streams(STREAM)
                .answers("GET /api/v1/events?after=39&limit=1", 200, page())
                .streams(STREAM, sent(event(1, "opened")), sent(event(2, "joined")));
        Result result = Shell.to(admin).readBy(2).run("events", "--follow", "--json");
        assertThat(result.lines()).containsExactly(event(40, "up"), event(1, "opened"));
        assertThat(result.error()).contains("ctl: the balancer has started anew, and so do its events\n");
        assertThat(admin.last().headers()).containsEntry("last-event-id", "0");
    }

    @Test
    void following_survives_a_balancer_that_is_away_and_ends_when_it_is_refused() {
        admin.answers("GET /api/v1/events?limit=10", 200, page(event(1, "up")))
                .refuses(STREAM, 503, "as many streams are open as may be")
                .answers("GET /api/v1/events?after=0&limit=1", 200, page(event(1, "up")))
                .refuses(STREAM, 401, "no");
        Result result = Shell.to(admin).run("events", "-f");
        assertThat(result.code()).isEqualTo(4);
        assertThat(result.error().lines())
                .containsExactly(
                        "ctl: as many streams are open as may be; connecting again",
                        "ctl: the token is missing; give it in EQUIPOISE_ADMIN_TOKEN or with --token-file");
    }

    @Test
    void a_balancer_that_is_silent_for_too_long_is_gone() throws IOException {
        PipedOutputStream balancer = new PipedOutputStream();
        try (EventStream stream = new EventStream(new PipedInputStream(balancer), Duration.ofMillis(50))) {
            assertThat(stream.next()).isEmpty();
        }
        balancer.close();
    }

    private static String event(int number, String kind) {
        return "{\"number\":%d,\"at\":\"2026-11-24T16:00:%02dZ\",\"kind\":\"%s\",\"subject\":\"b%d\",\"message\":\"%s\",\"details\":{}}"
                .formatted(number, number % 60, kind, number, kind);
    }

    private static String page(String... events) {
        return "{\"items\":[" + String.join(",", events) + "]}";
    }

    private static String sent(String event) {
        return "id: " + event.replaceAll(".*?(\\d+).*", "$1") + "\nevent: event\ndata: " + event + "\n\n";
    }
}
