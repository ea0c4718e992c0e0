package io.equipoise.cluster.registry;

import io.equipoise.cluster.registry.InvalidMessage.Reason;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals what goes over the bus and into the map, and opens what comes from there: a text {@code {"payload":"…"}} and,
 * when the cluster has a secret, {@code "mac"}: HMAC-SHA-256 (RFC 2104) over the kind and the payload's bytes. The
 * payload is a text within the text so that what was signed is what is read, without a canonical form of JSON.
 *
 * <p>Replays are the reader's to know: each payload carries a growing sequence number. Safe for any thread.
 */
public final class Envelope {
    /** No message of the registry is longer than this, in characters: 16 KiB. */
    public static final int MAX_LENGTH = 16 * 1024;

    /** What a payload is, so that a signature under one kind never holds under another. */
    public enum Kind {
        REGISTRATION(MAX_LENGTH),
        DEPARTURE(MAX_LENGTH),
        ORDER(MAX_LENGTH),
        /** What a balancer has counted: a part of the figures of thousands of backends. 1 MiB. */
        FIGURES(1024 * 1024);

        private final int maxLength;

        Kind(int maxLength) {
            this.maxLength = maxLength;
        }

        /** No message of this kind is longer, in characters. */
        public int maxLength() {
            return maxLength;
        }
    }

    private static final String ALGORITHM = "HmacSHA256";
    private static final int MAX_DEPTH = 8;

    private final @Nullable SecretKeySpec key;

    private Envelope(@Nullable SecretKeySpec key) {
        this.key = key;
    }

    /** Seals with that secret and opens only what was sealed with it; without one, takes everything well-formed. */
    public static Envelope of(Optional<String> secret) {
        return new Envelope(secret.map(text -> new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), ALGORITHM))
                .orElse(null));
    }

    /** The text to send for that payload. */
    public String seal(Kind kind, JsonObject payload) {
        String text = payload.encode();
        JsonObject envelope = new JsonObject().put("payload", text);
        if (key != null) {
            envelope.put("mac", Base64.getEncoder().encodeToString(mac(key, kind, text)));
        }
        return envelope.encode();
    }

    /**
     * The payload of a text that was received.
     *
     * @param body the body of a message as it came, of any type
     * @throws InvalidMessage when it is no text, too long, not JSON, or not signed as this cluster signs
     */
    public JsonObject open(Kind kind, @Nullable Object body) throws InvalidMessage {
        if (!(body instanceof String text)) {
            throw new InvalidMessage(Reason.MALFORMED, "the body is no text");
        }
        if (text.length() > kind.maxLength()) {
            throw new InvalidMessage(
                    Reason.OVERSIZE, "the message has " + text.length() + " characters; at most " + kind.maxLength());
        }
        JsonObject envelope = parse(text);
        if (!(envelope.getValue("payload") instanceof String payload)) {
            throw new InvalidMessage(Reason.MALFORMED, "the envelope has no payload");
        }
        if (key != null && !isSigned(key, kind, payload, envelope.getValue("mac"))) {
            throw new InvalidMessage(Reason.UNSIGNED, "the message is not signed with this cluster's secret");
        }
        return parse(payload);
    }

    private static boolean isSigned(SecretKeySpec key, Kind kind, String payload, @Nullable Object mac) {
        if (!(mac instanceof String text)) {
            return false;
        }
        String expected = Base64.getEncoder().encodeToString(mac(key, kind, payload));
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII), text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] mac(SecretKeySpec key, Kind kind, String payload) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(kind.name().getBytes(StandardCharsets.US_ASCII));
            mac.update((byte) 0);
            return mac.doFinal(payload.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private static JsonObject parse(String text) throws InvalidMessage {
        if (isTooDeep(text)) {
            throw new InvalidMessage(Reason.MALFORMED, "the JSON is nested deeper than " + MAX_DEPTH);
        }
        try {
            if (Json.decodeValue(text) instanceof JsonObject object) {
                return object;
            }
        } catch (DecodeException e) {
            throw new InvalidMessage(Reason.MALFORMED, "the text is no JSON");
        }
        throw new InvalidMessage(Reason.MALFORMED, "the JSON is no object");
    }

    /** Looked at before parsing, which recurses; braces within texts do not count. */
    private static boolean isTooDeep(String text) {
        int depth = 0;
        boolean isInText = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isInText) {
                i += c == '\\' ? 1 : 0;
                isInText = c != '"';
            } else if (c == '"') {
                isInText = true;
            } else if (c == '{' || c == '[') {
                if (++depth > MAX_DEPTH) {
                    return true;
                }
            } else if (c == '}' || c == ']') {
                depth--;
            }
        }
        return false;
    }
}
