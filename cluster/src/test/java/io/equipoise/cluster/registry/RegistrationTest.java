package io.equipoise.cluster.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.equipoise.cluster.registry.InvalidMessage.Reason;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationTest {
    private static final Registration FULL = new Registration(
            "db-1",
            1_764_000_000_123L,
            "db",
            "10.0.0.7",
            5_432,
            7,
            "zone-a",
            BackendState.DRAINING,
            18_000,
            1_764_000_000_000L,
            42,
            Map.of("team", "payments", "note", "naïve {[\" €"));

    private static JsonObject json() {
        return FULL.toJson();
    }

    private static InvalidMessage refusalOf(JsonObject json) {
        InvalidMessage refusal =
                catchThrowableOfType(InvalidMessage.class, () -> Registration.fromJson(new JsonObject(json.encode())));
        assertThat(refusal).as(json.encode()).isNotNull();
        assertThat(refusal.getMessage()).doesNotContain("\n").hasSizeLessThan(250);
        return refusal;
    }

    @Test
    void what_was_written_is_read_back() throws InvalidMessage {
        assertThat(Registration.fromJson(new JsonObject(json().encode()))).isEqualTo(FULL);
    }

    @ParameterizedTest
    @EnumSource(BackendState.class)
    void every_state_is_read_back(BackendState state) throws InvalidMessage {
        Registration changed = FULL.with(state, 43);
        assertThat(changed.sequence()).isEqualTo(43);
        assertThat(changed.sameIdentity(FULL)).isTrue();
        assertThat(Registration.fromJson(changed.toJson())).isEqualTo(changed);
    }

    @Test
    void another_start_is_another_identity_that_has_announced_nothing() {
        Registration later = FULL.startedAs(FULL.incarnation() + 1);
        assertThat(later.sameIdentity(FULL)).isFalse();
        assertThat(later.sequence()).isZero();
    }

    @Test
    void what_may_be_left_out_has_a_default() throws InvalidMessage {
        JsonObject json = json();
        json.remove("weight");
        json.remove("zone");
        json.remove("tags");
        Registration read = Registration.fromJson(json);
        assertThat(read.weight()).isEqualTo(100);
        assertThat(read.zone()).isEmpty();
        assertThat(read.tags()).isEmpty();
    }

    @Test
    void K19_unknown_fields_are_ignored() throws InvalidMessage {
        JsonObject json = json().put("protocols", new JsonArray().add("h2"))
                .put("costs", new JsonObject().put("cpu", 1))
                .put("", JsonObject.of());
        assertThat(Registration.fromJson(json)).isEqualTo(FULL);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            id          | ""                     | id is ''; allowed is a name of 1 to 64 letters, digits, '.', '_', ':' or '-'
            id          | null                   | id is missing; allowed is a name
            id          | 7                      | id is '7'; allowed is a name
            id          | "a b"                  | id is 'a b'; allowed is a name
            id          | "<img src=x>"          | id is '<img src=x>'; allowed is a name
            id          | "a\\u0000b"            | id is 'a?b'; allowed is a name
            id          | "a\\u202Eb"            | id is 'a?b'; allowed is a name
            id          | "a\\r\\nb"             | id is 'a??b'; allowed is a name
            id          | {"a": 1}               | id is '{"a":1}'; allowed is a name
            incarnation | 0                      | incarnation is '0'; allowed is a whole number from 1
            incarnation | -1                     | incarnation is '-1'; allowed is
            incarnation | "1"                    | incarnation is '1'; allowed is
            incarnation | 1.5                    | incarnation is '1.5'; allowed is
            incarnation | 1e300                  | incarnation is '1.0E300'; allowed is
            incarnation | 9223372036854775808    | incarnation is '9223372036854775808'; allowed is
            service     | "a/b"                  | service is 'a/b'; allowed is a name
            service     | []                     | service is '[]'; allowed is a name
            host        | "example.org"          | host is 'example.org'; allowed is an IP address
            host        | "999.1.1.1"            | host is '999.1.1.1'; allowed is an IP address
            host        | "1.2.3"                | host is '1.2.3'; allowed is an IP address
            host        | "010.0.0.1"            | host is '010.0.0.1'; allowed is an IP address
            host        | ".::1"                 | host is '.::1'; allowed is an IP address
            host        | "fe80::1%eth0"         | host is 'fe80::1%eth0'; allowed is an IP address
            host        | ""                     | host is ''; allowed is an IP address
            host        | null                   | host is missing; allowed is a printable text
            port        | "80"                   | port is '80'; allowed is a whole number from 1 to 65535
            port        | 0                      | port is '0'; allowed is a whole number from 1 to 65535
            port        | -1                     | port is '-1'; allowed is a whole number from 1 to 65535
            port        | 99999                  | port is '99999'; allowed is a whole number from 1 to 65535
            port        | 80.0                   | port is '80.0'; allowed is a whole number from 1 to 65535
            port        | true                   | port is 'true'; allowed is a whole number from 1 to 65535
            weight      | 0                      | weight is '0'; allowed is a whole number from 1 to 256
            weight      | 257                    | weight is '257'; allowed is a whole number from 1 to 256
            weight      | "100"                  | weight is '100'; allowed is a whole number from 1 to 256
            zone        | "a zone"               | zone is 'a zone'; allowed is a name
            zone        | 5                      | zone is '5'; allowed is a printable text
            state       | "READY"                | state is 'READY'; allowed is ready, draining or maintenance
            state       | "dead"                 | state is 'dead'; allowed is ready, draining or maintenance
            state       | null                   | state is missing; allowed is a name
            leaseMillis | 999                    | leaseMillis is '999'; allowed is a whole number from 1000 to 600000
            leaseMillis | 600001                 | leaseMillis is '600001'; allowed is
            startedAt   | -1                     | startedAt is '-1'; allowed is a whole number from 0
            sequence    | -1                     | sequence is '-1'; allowed is a whole number from 0
            sequence    | null                   | sequence is missing; allowed is
            tags        | "a"                    | tags is 'a'; allowed is an object of at most 16 texts
            tags        | ["a"]                  | tags is '["a"]'; allowed is an object of at most 16 texts
            tags        | {"a b": "c"}           | tags is 'a b'; allowed is names of 1 to 64
            tags        | {"a": 1}               | a is '1'; allowed is a printable text of at most 256 characters
            tags        | {"a": "b\\nc"}         | a is 'b?c'; allowed is a printable text
            """)
    void K18_a_field_that_cannot_be_is_named_with_its_value_and_what_is_allowed(
            String field, String value, String complaint) {
        JsonObject wrong = new JsonObject("{\"value\": " + value + "}");
        InvalidMessage refusal = refusalOf(json().put(field, wrong.getValue("value")));
        assertThat(refusal.reason()).isEqualTo(Reason.INVALID_FIELD);
        assertThat(refusal.getMessage()).startsWith(complaint.strip());
    }

    @Test
    void K18_long_names_and_many_tags_are_refused_and_cut_in_the_message() {
        assertThat(refusalOf(json().put("id", "a".repeat(65))).getMessage()).startsWith("id is 'aaaa");
        assertThat(refusalOf(json().put("id", "a".repeat(1 << 20))).getMessage())
                .hasSizeLessThan(200);
        JsonObject tags = new JsonObject();
        for (int i = 0; i < 17; i++) {
            tags.put("tag" + i, "x");
        }
        assertThat(refusalOf(json().put("tags", tags)).getMessage()).startsWith("tags is '{\"tag0\"");
        assertThat(refusalOf(json().put("tags", new JsonObject().put("a", "x".repeat(257))))
                        .getMessage())
                .startsWith("a is 'xxxx");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "0"})
    void another_version_is_refused_by_a_reason_of_its_own(String version) {
        assertThat(refusalOf(json().put("version", Integer.parseInt(version))).reason())
                .isEqualTo(Reason.UNKNOWN_VERSION);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,        127.0.0.1",
        "255.255.255.255,  255.255.255.255",
        "::1,              0:0:0:0:0:0:0:1",
        "FD00::A,          fd00:0:0:0:0:0:0:a",
        "::ffff:10.0.0.7,  10.0.0.7"
    })
    void an_address_is_kept_in_one_form(String written, String kept) throws InvalidMessage {
        assertThat(Registration.fromJson(json().put("host", written)).host()).isEqualTo(kept);
    }
}
