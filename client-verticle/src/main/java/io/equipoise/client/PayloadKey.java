package io.equipoise.client;

import io.equipoise.client.protocol.PayloadSize;
import io.equipoise.cluster.launch.ConfigReader;
import io.equipoise.cluster.launch.Sizes;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads and writes the key {@code payload}: a size, a range of sizes, or a list of them. */
final class PayloadKey {
    private static final String KEY = "payload";
    private static final String ALLOWED =
            "a size from 1B to 16MiB, a range such as \"64B-16KiB\", or a list of 1 to 100 sizes";
    private static final long LARGEST = 16L << 20;

    private PayloadKey() {}

    static PayloadSize read(JsonObject json) {
        ConfigReader config = ConfigReader.of(json);
        if (json.getValue(KEY) instanceof JsonArray) {
            List<Integer> sizes = config.texts(KEY).stream()
                    .map(text -> size(text).orElseThrow(() -> config.invalid(KEY, ALLOWED)))
                    .toList();
            if (sizes.isEmpty()) {
                throw config.invalid(KEY, ALLOWED);
            }
            return new PayloadSize.Among(sizes);
        }
        return of(config.text(KEY, "64B")).orElseThrow(() -> config.invalid(KEY, ALLOWED));
    }

    /** The sizes in words. */
    static String describe(PayloadSize payload) {
        if (payload instanceof PayloadSize.Between range) {
            return Sizes.format(range.from()) + " to " + Sizes.format(range.to());
        }
        if (payload instanceof PayloadSize.Among list) {
            return list.sizes().stream().map(size -> Sizes.format(size)).collect(Collectors.joining(", "));
        }
        return Sizes.format(payload.of(0));
    }

    private static Optional<PayloadSize> of(String text) {
        int dash = text.indexOf('-');
        if (dash < 0) {
            return size(text).map(PayloadSize.Fixed::new);
        }
        Optional<Integer> from = size(text.substring(0, dash));
        return size(text.substring(dash + 1))
                .filter(to -> from.isPresent() && from.get() <= to)
                .map(to -> new PayloadSize.Between(from.orElseThrow(), to));
    }

    private static Optional<Integer> size(String text) {
        return Sizes.parse(text).filter(bytes -> bytes >= 1 && bytes <= LARGEST).map(Long::intValue);
    }
}
