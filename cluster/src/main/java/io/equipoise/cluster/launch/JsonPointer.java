package io.equipoise.cluster.launch;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Takes apart the JSON pointers (RFC 6901, as URI fragments) that the schema's validator gives. */
final class JsonPointer {
    private JsonPointer() {}

    /** The names and indexes from the top: {@code #/listeners/0/port} has three. */
    static List<String> steps(String pointer) {
        return Arrays.stream(pointer.split("/", -1))
                .skip(1)
                .map(JsonPointer::decode)
                .toList();
    }

    private static String decode(String step) {
        String named = step.replace("~1", "/").replace("~0", "~");
        try {
            return URLDecoder.decode(named.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // The validator writes control characters with one digit, as %A: shown as it stands.
            return named;
        }
    }
}
