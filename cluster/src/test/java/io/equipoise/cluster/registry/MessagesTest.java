package io.equipoise.cluster.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.equipoise.cluster.registry.InvalidMessage.Reason;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The smaller records of the contract: departures, pings, their answers, and where balancers listen. */
class MessagesTest {
    private static final Departure DEPARTURE = new Departure("db-1", 7, 43);
    private static final Ping PING = new Ping("balancer-1", Long.MIN_VALUE, BackendState.MAINTENANCE);
    private static final LoadReport REPORT =
            new LoadReport("db-1", 7, Long.MAX_VALUE, BackendState.READY, 12_345, 0.25, 17, 0);
    private static final BalancerRecord BALANCER = new BalancerRecord(
            "balancer-1",
            List.of(
                    new BalancerRecord.Listener("web", "default", "127.0.0.1", 8_080),
                    new BalancerRecord.Listener("db", "db", "lb.example.org", 5_432)),
            18_000);

    @FunctionalInterface
    private interface Codec {
        Object fromJson(JsonObject json) throws InvalidMessage;
    }

    private static Codec codec(String record) {
        return switch (record) {
            case "departure" -> Departure::fromJson;
            case "ping" -> Ping::fromJson;
            case "report" -> LoadReport::fromJson;
            default -> BalancerRecord::fromJson;
        };
    }

    private static JsonObject json(String record) {
        return switch (record) {
            case "departure" -> DEPARTURE.toJson();
            case "ping" -> PING.toJson();
            case "report" -> REPORT.toJson();
            default -> BALANCER.toJson();
        };
    }

    private static Object overTheWire(Codec codec, JsonObject json) throws InvalidMessage {
        return codec.fromJson(new JsonObject(json.encode()));
    }

    @Test
    void what_was_written_is_read_back() throws InvalidMessage {
        assertThat(overTheWire(Departure::fromJson, DEPARTURE.toJson())).isEqualTo(DEPARTURE);
        assertThat(overTheWire(Ping::fromJson, PING.toJson())).isEqualTo(PING);
        assertThat(overTheWire(LoadReport::fromJson, REPORT.toJson())).isEqualTo(REPORT);
        assertThat(overTheWire(BalancerRecord::fromJson, BALANCER.toJson())).isEqualTo(BALANCER);
    }

    @Test
    void a_balancer_without_listeners_is_read_back() throws InvalidMessage {
        BalancerRecord none = new BalancerRecord("b", List.of(), 1_000);
        assertThat(overTheWire(BalancerRecord::fromJson, none.toJson())).isEqualTo(none);
    }

    @Test
    void K19_unknown_fields_are_ignored() throws InvalidMessage {
        for (String record : List.of("departure", "ping", "report", "balancer")) {
            JsonObject more = json(record).put("since", 1).put("more", new JsonArray().add(JsonObject.of()));
            assertThat(codec(record).fromJson(more)).isEqualTo(codec(record).fromJson(json(record)));
        }
        JsonObject listener = BALANCER.toJson().getJsonArray("listeners").getJsonObject(0);
        JsonObject balancer = BALANCER.toJson().put("listeners", new JsonArray().add(listener.put("tls", true)));
        assertThat(BalancerRecord.fromJson(balancer).listeners())
                .containsExactly(BALANCER.listeners().get(0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            departure | id                 | "a b"        | id is 'a b'; allowed is a name
            departure | id                 | null         | id is missing
            departure | incarnation        | 0            | incarnation is '0'; allowed is a whole number from 1
            departure | incarnation        | "7"          | incarnation is '7'
            departure | sequence           | -1           | sequence is '-1'; allowed is a whole number from 0
            departure | sequence           | null         | sequence is missing
            ping      | balancer           | ""           | balancer is ''; allowed is a name
            ping      | balancer           | {}           | balancer is '{}'
            ping      | nonce              | 0.5          | nonce is '0.5'; allowed is a whole number
            ping      | nonce              | null         | nonce is missing
            ping      | seen               | "Ready"      | seen is 'Ready'; allowed is ready, draining or maintenance
            ping      | seen               | 1            | seen is '1'
            report    | id                 | "\\u0000"    | id is '?'
            report    | incarnation        | 9223372036854775808 | incarnation is '9223372036854775808'
            report    | nonce              | "1"          | nonce is '1'
            report    | state              | "up"         | state is 'up'; allowed is ready, draining or maintenance
            report    | openConnections    | -1           | openConnections is '-1'; allowed is a whole number from 0
            report    | openConnections    | 1.0          | openConnections is '1.0'
            report    | firstByteP50Millis | -0.1         | firstByteP50Millis is '-0.1'; allowed is a number from 0
            report    | firstByteP50Millis | "1"          | firstByteP50Millis is '1'
            report    | firstByteP99Millis | 1e13         | firstByteP99Millis is '1.0E13'
            report    | firstByteP99Millis | 1e999        | firstByteP99Millis is
            report    | loopLagMillis      | null         | loopLagMillis is missing
            report    | loopLagMillis      | []           | loopLagMillis is '[]'
            balancer  | id                 | "../b"       | id is '../b'
            balancer  | leaseMillis        | 999          | leaseMillis is '999'; allowed is a whole number from 1000 to 600000
            balancer  | leaseMillis        | 600001       | leaseMillis is '600001'
            balancer  | listeners          | null         | listeners is missing; allowed is an array
            balancer  | listeners          | {}           | listeners is '{}'; allowed is an array
            balancer  | listeners          | ["web"]      | listeners is 'web'; allowed is an array of objects
            balancer  | listeners          | [{}]         | name is missing; allowed is a name
            balancer  | listeners          | [{"name": "a", "service": "b", "host": "h"}]            | port is missing
            balancer  | listeners          | [{"name": "a", "service": "b", "host": "h", "port": 0}] | port is '0'
            balancer  | listeners          | [{"name": "a", "service": "b", "host": "h\\n", "port": 1}] | host is 'h?'
            """)
    void K18_a_field_that_cannot_be_is_named_with_its_value_and_what_is_allowed(
            String record, String field, String value, String complaint) {
        Object wrong = new JsonObject("{\"value\": " + value + "}").getValue("value");
        JsonObject json = json(record).put(field, wrong);
        InvalidMessage refusal =
                catchThrowableOfType(InvalidMessage.class, () -> codec(record).fromJson(json));
        assertThat(refusal).isNotNull();
        assertThat(refusal.reason()).isEqualTo(Reason.INVALID_FIELD);
        assertThat(refusal.getMessage()).startsWith(complaint.strip()).doesNotContain("\n");
    }
}
