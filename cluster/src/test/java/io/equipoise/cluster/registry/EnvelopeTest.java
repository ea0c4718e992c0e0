package io.equipoise.cluster.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.equipoise.cluster.registry.Envelope.Kind;
import io.equipoise.cluster.registry.InvalidMessage.Reason;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    private static final Envelope OPEN = Envelope.of(Optional.empty());
    private static final Envelope SIGNED = Envelope.of(Optional.of("a secret of this cluster"));
    private static final JsonObject PAYLOAD =
            new JsonObject().put("id", "b-1").put("note", "\"quoted\" \\ {[ €").put("port", 4_000);

    private static Reason refusal(Envelope envelope, Kind kind, Object body) {
        InvalidMessage refusal = catchThrowableOfType(InvalidMessage.class, () -> envelope.open(kind, body));
        assertThat(refusal).as("refusal of %s", body).isNotNull();
        assertThat(refusal.getMessage()).doesNotContain("\n").hasSizeLessThan(200);
        return refusal.reason();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void what_was_sealed_is_opened(Kind kind) throws InvalidMessage {
        assertThat(OPEN.open(kind, OPEN.seal(kind, PAYLOAD))).isEqualTo(PAYLOAD);
        assertThat(SIGNED.open(kind, SIGNED.seal(kind, PAYLOAD))).isEqualTo(PAYLOAD);
    }

    @Test
    void without_a_secret_signed_messages_are_taken_too() throws InvalidMessage {
        assertThat(OPEN.open(Kind.REGISTRATION, SIGNED.seal(Kind.REGISTRATION, PAYLOAD)))
                .isEqualTo(PAYLOAD);
    }

    @Test
    void K20_with_a_secret_a_message_without_a_signature_is_refused() {
        assertThat(refusal(SIGNED, Kind.REGISTRATION, OPEN.seal(Kind.REGISTRATION, PAYLOAD)))
                .isEqualTo(Reason.UNSIGNED);
    }

    @Test
    void K20_a_message_signed_with_another_secret_is_refused() {
        Envelope other = Envelope.of(Optional.of("a secret of that cluster"));
        assertThat(refusal(SIGNED, Kind.REGISTRATION, other.seal(Kind.REGISTRATION, PAYLOAD)))
                .isEqualTo(Reason.UNSIGNED);
    }

    @Test
    void K22_a_signature_under_one_kind_does_not_hold_under_another() {
        assertThat(refusal(SIGNED, Kind.DEPARTURE, SIGNED.seal(Kind.REGISTRATION, PAYLOAD)))
                .isEqualTo(Reason.UNSIGNED);
        assertThat(refusal(SIGNED, Kind.REGISTRATION, SIGNED.seal(Kind.DEPARTURE, PAYLOAD)))
                .isEqualTo(Reason.UNSIGNED);
    }

    @Test
    void K20_no_change_of_a_signed_payload_goes_unnoticed() {
        JsonObject sealed = new JsonObject(SIGNED.seal(Kind.REGISTRATION, PAYLOAD));
        String payload = sealed.getString("payload");
        SplittableRandom random = new SplittableRandom(20_261_124);
        for (int i = 0; i < payload.length(); i++) {
            char other = (char) (payload.charAt(i) ^ 1 << random.nextInt(7));
            String changed = payload.substring(0, i) + other + payload.substring(i + 1);
            String body = sealed.copy().put("payload", changed).encode();
            assertThat(refusal(SIGNED, Kind.REGISTRATION, body)).isEqualTo(Reason.UNSIGNED);
        }
    }

    @Test
    void K20_no_change_of_a_signature_goes_unnoticed() {
        JsonObject sealed = new JsonObject(SIGNED.seal(Kind.REGISTRATION, PAYLOAD));
        byte[] mac = Base64.getDecoder().decode(sealed.getString("mac"));
        assertThat(mac).hasSize(32);
        for (int bit = 0; bit < mac.length * Byte.SIZE; bit++) {
            byte[] changed = mac.clone();
            changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            String body = sealed.copy()
                    .put("mac", Base64.getEncoder().encodeToString(changed))
                    .encode();
            assertThat(refusal(SIGNED, Kind.REGISTRATION, body)).isEqualTo(Reason.UNSIGNED);
        }
        for (Object mac2 : new Object[] {"", 7, JsonObject.of(), null, sealed.getString("mac") + "="}) {
            assertThat(refusal(
                            SIGNED,
                            Kind.REGISTRATION,
                            sealed.copy().put("mac", mac2).encode()))
                    .isEqualTo(Reason.UNSIGNED);
        }
    }

    @Test
    void the_same_payload_is_signed_the_same_way_everywhere() {
        assertThat(SIGNED.seal(Kind.DEPARTURE, new JsonObject().put("id", "b")))
                .isEqualTo("{\"payload\":\"{\\\"id\\\":\\\"b\\\"}\",\"mac\":\"" + knownMac() + "\"}");
    }

    /** {@code printf 'DEPARTURE\0{"id":"b"}' | openssl dgst -sha256 -hmac 'a secret of this cluster' -binary | base64}. */
    private static String knownMac() {
        return "UCnuXvXJnl973WcyR7HDFCO5M6TFFvhAJuZGX0b7i3g=";
    }

    static List<Object> bodies_that_are_no_text() {
        return List.of(
                7, true, new JsonObject().put("payload", "{}"), new JsonArray(), Buffer.buffer("{}"), new byte[2]);
    }

    @ParameterizedTest
    @MethodSource("bodies_that_are_no_text")
    void K18_a_body_that_is_no_text_is_refused(Object body) {
        assertThat(refusal(OPEN, Kind.REGISTRATION, body)).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void K18_no_body_is_refused() {
        assertThat(refusal(OPEN, Kind.REGISTRATION, null)).isEqualTo(Reason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "true",
                "7",
                "\"text\"",
                "[]",
                "[{\"payload\":\"{}\"}]",
                "{",
                "{\"payload\"",
                "{\"payload\":\"{}\"",
                "{\"payload\":\"{}\"} x",
                "{\"payload\":\"{}\"}{}",
                "{'payload':'{}'}",
                "{payload:\"{}\"}",
                "{\"payload\":\"{}\",}",
                "{}",
                "{\"payload\":null}",
                "{\"payload\":{}}",
                "{\"payload\":7}",
                "{\"payload\":\"\"}",
                "{\"payload\":\"null\"}",
                "{\"payload\":\"[]\"}",
                "{\"payload\":\"{\"}",
                "{\"payload\":\"{} {}\"}",
                "{\"payload\":\"{\\\"a\\\":01}\"}",
                "{\"payload\":\"{\\\"a\\\":NaN}\"}",
                "{\"payload\":\"{\\\"a\\\":\\\"\\u0000\\\"}\"}"
            })
    void K18_malformed_json_is_refused(String body) {
        assertThat(refusal(OPEN, Kind.REGISTRATION, body)).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void K18_a_message_above_16_KiB_is_refused_before_it_is_parsed() throws InvalidMessage {
        String head = "{\"payload\":\"{}\",\"pad\":\"";
        String longest = head + "x".repeat(Envelope.MAX_LENGTH - head.length() - 2) + "\"}";
        assertThat(OPEN.open(Kind.REGISTRATION, longest)).isEqualTo(new JsonObject());
        assertThat(refusal(OPEN, Kind.REGISTRATION, longest + " ")).isEqualTo(Reason.OVERSIZE);
        assertThat(refusal(OPEN, Kind.REGISTRATION, "[".repeat(2 << 20))).isEqualTo(Reason.OVERSIZE);
    }

    @Test
    void K18_deep_nesting_is_refused_within_and_without() {
        assertThat(refusal(OPEN, Kind.REGISTRATION, "{\"a\":" + "[".repeat(5_000)))
                .isEqualTo(Reason.MALFORMED);
        assertThat(refusal(OPEN, Kind.REGISTRATION, nested("{\"a\":" + "[".repeat(5_000))))
                .isEqualTo(Reason.MALFORMED);
        assertThat(refusal(OPEN, Kind.REGISTRATION, nested("{\"a\":" + "[".repeat(8) + "]".repeat(8) + "}")))
                .isEqualTo(Reason.MALFORMED);
    }

    @Test
    void nesting_counts_neither_texts_nor_what_lies_side_by_side() throws InvalidMessage {
        JsonObject payload = new JsonObject().put("a", "[{\"[{\\[{[{[{[{").put("b", "}}]]".repeat(9));
        for (int i = 0; i < 50; i++) {
            payload.put("list" + i, new JsonArray().add(new JsonObject()));
        }
        assertThat(OPEN.open(Kind.REGISTRATION, OPEN.seal(Kind.REGISTRATION, payload)))
                .isEqualTo(payload);
        String deepest = "{\"a\":" + "[".repeat(7) + "]".repeat(7) + "}";
        assertThat(OPEN.open(Kind.REGISTRATION, nested(deepest))).isEqualTo(new JsonObject(deepest));
    }

    private static String nested(String payload) {
        return new JsonObject().put("payload", payload).encode();
    }
}
