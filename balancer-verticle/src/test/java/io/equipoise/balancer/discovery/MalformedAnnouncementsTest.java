package io.equipoise.balancer.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.equipoise.balancer.control.Logged;
import io.equipoise.balancer.pool.PoolSnapshot;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** K18: what comes over the bus is whatever anybody sends. */
class MalformedAnnouncementsTest {
    private static final String NUL = "\0";
    private static final String RIGHT_TO_LEFT = "\u202E";
    private static final String LONE_SURROGATE = "\uD800";

    private final Door door = Door.open();

    static Stream<Arguments> bodies() {
        return Stream.of(
                arguments("nothing", null, Refusal.MALFORMED),
                arguments("a buffer", Buffer.buffer(sealed(payload())), Refusal.MALFORMED),
                arguments("a JSON object", new JsonObject(sealed(payload())), Refusal.MALFORMED),
                arguments("a JSON array", new JsonArray().add(1), Refusal.MALFORMED),
                arguments("a number", 42, Refusal.MALFORMED),
                arguments("an empty text", "", Refusal.MALFORMED),
                arguments("prose", "hello", Refusal.MALFORMED),
                arguments("the text null", "null", Refusal.MALFORMED),
                arguments("an array", "[]", Refusal.MALFORMED),
                arguments("a string", "\"x\"", Refusal.MALFORMED),
                arguments("an object of nothing", "{}", Refusal.MALFORMED),
                arguments("a bare registration", payload().encode(), Refusal.MALFORMED),
                arguments("a payload that is no text", "{\"payload\":{}}", Refusal.MALFORMED),
                arguments("a payload that is an array", sealed("[1]"), Refusal.MALFORMED),
                arguments("a payload that is prose", sealed("hello"), Refusal.MALFORMED),
                arguments("a truncated envelope", truncated(sealed(payload())), Refusal.MALFORMED),
                arguments("a truncated payload", sealed(truncated(payload().encode())), Refusal.MALFORMED),
                arguments("arrays 5,000 deep", "[".repeat(5_000) + "]".repeat(5_000), Refusal.MALFORMED),
                arguments("objects 2,000 deep", sealed("{\"a\":".repeat(2_000)), Refusal.MALFORMED),
                arguments("1 MiB", sealed(payload().put("id", "x".repeat(1 << 20))), Refusal.OVERSIZE),
                arguments("1 MiB of nothing", " ".repeat(1 << 20), Refusal.OVERSIZE),
                arguments("16 KiB and a bit", sealed(payload().put("x", "y".repeat(16 * 1024))), Refusal.OVERSIZE));
    }

    static Stream<Arguments> fields() {
        return Stream.of(
                arguments("another version", sealed(payload().put("version", 2)), Refusal.UNKNOWN_VERSION),
                wrong("version", null),
                wrong("version", "1"),
                wrong("id", null),
                wrong("id", ""),
                wrong("id", 7),
                wrong("id", "x".repeat(65)),
                wrong("id", "b1" + NUL),
                wrong("id", "b1" + RIGHT_TO_LEFT),
                wrong("id", LONE_SURROGATE),
                wrong("id", "<img src=x onerror=alert(1)>"),
                wrong("id", "b1\nINFO forged line"),
                wrong("id", new JsonObject().put("$ne", 1)),
                wrong("incarnation", 0),
                wrong("incarnation", 1.5),
                wrong("incarnation", BigInteger.TWO.pow(64)),
                wrong("service", null),
                wrong("service", "a b"),
                wrong("host", null),
                wrong("host", "localhost"),
                wrong("host", "evil.example"),
                wrong("host", "999.1.1.1"),
                wrong("host", "1.2.3"),
                wrong("host", "010.0.0.1"),
                wrong("host", "1::2::3"),
                wrong("host", "fe80::1%eth0"),
                wrong("host", "10.0.0.1" + NUL),
                wrong("port", null),
                wrong("port", "80"),
                wrong("port", 0),
                wrong("port", -1),
                wrong("port", 99_999),
                wrong("port", 9_000.5),
                wrong("port", true),
                wrong("weight", 0),
                wrong("weight", 257),
                wrong("zone", RIGHT_TO_LEFT),
                wrong("zone", 1),
                wrong("state", "gone"),
                wrong("state", null),
                wrong("leaseMillis", 0),
                wrong("leaseMillis", Long.MAX_VALUE),
                wrong("startedAt", -1),
                wrong("sequence", -1),
                wrong("sequence", "1"),
                wrong("tags", new JsonArray()),
                wrong("tags", new JsonObject().put("a", 1)),
                wrong("tags", new JsonObject().put("a", "x" + NUL)),
                wrong("tags", new JsonObject().put("a b", "x")),
                wrong("tags", new JsonObject().put("a", "x".repeat(257))),
                wrong("tags", tags(17)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"bodies", "fields"})
    void K18_it_changes_nothing_is_counted_by_its_reason_and_its_sender_is_not_asked(
            String what, Object body, Refusal reason) {
        door.announce(Door.registration(1));
        door.events.clear();
        door.heardOf.clear();
        PoolSnapshot before = door.pool.snapshot();

        door.announcements.onAnnounced(body);
        door.settle();

        assertThat(door.refusals.count(reason)).as(what).isOne();
        assertThat(door.refusals.total()).isOne();
        assertThat(door.pool.snapshot()).isSameAs(before);
        assertThat(door.events).isEmpty();
        assertThat(door.heardOf).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void K18_a_leave_or_an_entry_of_the_map_is_read_as_carefully(String what, Object body, Refusal reason) {
        door.announce(Door.registration(1));
        PoolSnapshot before = door.pool.snapshot();

        door.announcements.onDeparted(body);
        if (body instanceof String text) {
            door.announcements.onEntry(text);
        }
        door.settle();

        assertThat(door.refusals.count(reason)).as(what).isEqualTo(body instanceof String ? 2 : 1);
        assertThat(door.pool.snapshot()).isSameAs(before);
    }

    @Test
    void K18_a_flood_of_it_has_one_line_of_the_log_a_minute() {
        List<Object> all = Stream.concat(bodies(), fields())
                .map(arguments -> arguments.get()[1])
                .toList();

        try (Logged log = Logged.by(Refusals.class)) {
            for (int i = 0; i < 12; i++) {
                all.forEach(door.announcements::onAnnounced);
                door.time.advance(Duration.ofSeconds(10));
            }

            assertThat(log.lines()).hasSize(2);
            assertThat(door.refusals.total()).isEqualTo(12L * all.size());
        }
    }

    @Test
    void K18_what_is_logged_of_it_cannot_forge_or_hide_a_line() {
        try (Logged log = Logged.by(Refusals.class)) {
            door.announcements.onAnnounced(sealed(payload().put("id", "a\nb" + RIGHT_TO_LEFT + NUL + "c")));

            assertThat(log.lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .contains("reason=invalid_field", "id is 'a?b??c'")
                            .doesNotContain("\n", RIGHT_TO_LEFT, NUL));
        }
    }

    @Test
    void K18_a_host_that_looks_like_an_address_is_not_looked_up() {
        // A lookup blocks the loop for milliseconds at best, until DNS gives up at worst; refusing takes microseconds.
        Duration best = IntStream.range(0, 3)
                .mapToObj(round -> timeToRefuse(1_000))
                .min(Duration::compareTo)
                .orElseThrow();

        assertThat(best).isLessThan(Duration.ofSeconds(2));
        assertThat(door.refusals.count(Refusal.INVALID_FIELD)).isEqualTo(3_000);
    }

    private Duration timeToRefuse(int count) {
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            door.announcements.onAnnounced(sealed(payload().put("host", "256.256.256." + i)));
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void K19_fields_that_this_version_does_not_know_are_ignored() {
        JsonObject newer = payload().put("colour", "blue").put("limits", new JsonObject().put("cpu", 4));

        door.announcements.onAnnounced(sealed(newer));
        door.settle();

        assertThat(door.ids()).containsExactly("b2");
        assertThat(door.refusals.total()).isZero();
    }

    @Test
    void K19_fields_that_may_be_left_out_have_their_defaults() {
        JsonObject terse = payload();
        List.of("weight", "zone", "tags").forEach(terse::remove);

        door.announcements.onAnnounced(sealed(terse));
        door.settle();

        assertThat(door.pool.node("b2").backend()).satisfies(backend -> {
            assertThat(backend.weight()).isEqualTo(100);
            assertThat(backend.zone()).isEmpty();
            assertThat(backend.tags()).isEmpty();
        });
    }

    private static Arguments wrong(String field, Object value) {
        String shown = String.valueOf(value);
        String name = shown.length() > 30 ? shown.substring(0, 30) : shown;
        return arguments(
                field + " "
                        + name.codePoints()
                                .mapToObj(c -> c < ' ' || c > '~' ? "?" : Character.toString(c))
                                .toList(),
                sealed(payload().put(field, value)),
                Refusal.INVALID_FIELD);
    }

    private static JsonObject payload() {
        return Door.registration(2).toJson();
    }

    private static String sealed(JsonObject payload) {
        return sealed(payload.encode());
    }

    private static String sealed(String payload) {
        return new JsonObject().put("payload", payload).encode();
    }

    private static String truncated(String text) {
        return text.substring(0, text.length() / 2);
    }

    private static JsonObject tags(int count) {
        JsonObject tags = new JsonObject();
        IntStream.range(0, count).forEach(i -> tags.put("tag" + i, "x"));
        return tags;
    }
}
