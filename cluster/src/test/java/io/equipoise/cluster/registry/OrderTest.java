package io.equipoise.cluster.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.equipoise.cluster.registry.InvalidMessage.Reason;
import io.equipoise.cluster.registry.Wish.Presence;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OrderTest {
    private static final Stamp STAMP = new Stamp(1_700_000_000_000L, "balancer-1", "ops", "127.0.0.1", 1_700L);

    static List<Wish> wishes() {
        return List.of(
                new Wish.OfBackend("db-1", BackendState.MAINTENANCE, OptionalInt.of(0)),
                new Wish.OfBackend("db.example:5432", BackendState.READY, OptionalInt.empty()),
                new Wish.OfService("web", Optional.of("round-robin")),
                new Wish.OfService("web", Optional.empty()),
                new Wish.OfStatic("fd00::1:80", "web", "fd00::1", 80, 256, Presence.THERE),
                new Wish.OfStatic("a:h:80", "a", "h", 80, 0, Presence.GONE),
                new Wish.OfStatic("a:h:80", "a", "h", 80, 0, Presence.FORGOTTEN));
    }

    @ParameterizedTest
    @MethodSource("wishes")
    void what_was_written_is_read_back_and_unknown_fields_are_ignored(Wish wish) throws InvalidMessage {
        Order order = new Order(wish, STAMP);
        assertThat(Order.fromJson(new JsonObject(order.toJson().encode()))).isEqualTo(order);
        assertThat(Order.fromJson(order.toJson().put("more", new JsonObject()))).isEqualTo(order);
    }

    @Test
    void what_takes_back_is_known_as_such() {
        assertThat(wishes().stream().map(Wish::takesBack))
                .containsExactly(false, true, false, true, false, false, true);
    }

    @Test
    void each_thing_has_one_key() {
        assertThat(wishes().stream().map(Wish::key))
                .containsExactly(
                        "backend db-1",
                        "backend db.example:5432",
                        "service web",
                        "service web",
                        "static fd00::1:80",
                        "static a:h:80",
                        "static a:h:80");
    }

    @Test
    void the_higher_sequence_number_is_newer_and_of_equal_ones_the_higher_balancer() {
        Stamp later = new Stamp(STAMP.sequence() + 1, "balancer-0", "ops", "", 0);
        Stamp sameTime = new Stamp(STAMP.sequence(), "balancer-2", "ops", "", 0);
        assertThat(List.of(later, sameTime, STAMP)).isSortedAccordingTo((a, b) -> b.compareTo(a));
        assertThat(STAMP.compareTo(new Stamp(STAMP.sequence(), STAMP.balancer(), "other", "", 9)))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            0 | version  | 2                   | UNKNOWN_VERSION | version is not 1
            0 | version  | null                | INVALID_FIELD   | version is missing
            0 | of       | "balancer"          | INVALID_FIELD   | of is 'balancer'; allowed is backend, service or static
            0 | id       | ""                  | INVALID_FIELD   | id is ''
            0 | id       | "a\\u0000"          | INVALID_FIELD   | id is
            0 | state    | "up"                | INVALID_FIELD   | state is 'up'; allowed is ready, draining or maintenance
            0 | weight   | 257                 | INVALID_FIELD   | weight is '257'; allowed is a whole number from 0 to 256
            0 | weight   | "1"                 | INVALID_FIELD   | weight is '1'
            0 | sequence | 253402300800000     | INVALID_FIELD   | sequence is '253402300800000'
            0 | sequence | -1                  | INVALID_FIELD   | sequence is '-1'
            0 | balancer | "a b"               | INVALID_FIELD   | balancer is 'a b'
            0 | by       | null                | INVALID_FIELD   | by is missing
            0 | from     | "\\u202e"           | INVALID_FIELD   | from is
            0 | at       | 1.5                 | INVALID_FIELD   | at is '1.5'
            2 | service  | ""                  | INVALID_FIELD   | service is ''
            2 | policy   | "a b"               | INVALID_FIELD   | policy is 'a b'
            4 | host     | "<b>"               | INVALID_FIELD   | host is '<b>'; allowed is an IP address or a host name
            4 | host     | ""                  | INVALID_FIELD   | host is ''
            4 | port     | 0                   | INVALID_FIELD   | port is '0'
            4 | weight   | null                | INVALID_FIELD   | weight is missing
            4 | presence | "here"              | INVALID_FIELD   | presence is 'here'; allowed is there, gone or forgotten
            """)
    void K18_a_field_that_cannot_be_is_named_with_its_value_and_what_is_allowed(
            int wish, String field, String value, Reason reason, String complaint) {
        Object wrong = new JsonObject("{\"value\": " + value + "}").getValue("value");
        JsonObject json = new Order(wishes().get(wish), STAMP).toJson().put(field, wrong);
        InvalidMessage refusal = catchThrowableOfType(InvalidMessage.class, () -> Order.fromJson(json));
        assertThat(refusal).isNotNull();
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.getMessage()).startsWith(complaint);
    }

    @Test
    void of_two_that_read_the_same_and_write_one_does() throws TimeoutException {
        Vertx vertx = Vertx.vertx();
        try {
            SharedRegistry registry = get(SharedRegistry.open(vertx, Envelope.of(Optional.empty())));
            Optional<String> nothing = get(registry.sealedOrder("service web"));
            assertThat(nothing).isEmpty();
            assertThat(get(registry.replaceOrder("service web", nothing, "first")))
                    .isTrue();
            assertThat(get(registry.replaceOrder("service web", nothing, "second")))
                    .isFalse();
            assertThat(get(registry.replaceOrder("service web", Optional.of("first"), "third")))
                    .isTrue();
            assertThat(get(registry.replaceOrder("service web", Optional.of("first"), "fourth")))
                    .isFalse();
            get(registry.removeOrder("service web", "first"));
            assertThat(get(registry.sealedOrders())).containsExactly("third");
            get(registry.removeOrder("service web", "third"));
            assertThat(get(registry.sealedOrder("service web"))).isEmpty();
        } finally {
            get(vertx.close());
        }
    }

    private static <T> T get(Future<T> future) throws TimeoutException {
        return future.await(20, TimeUnit.SECONDS);
    }
}
