package io.equipoise.backend;

import java.util.Locale;
import java.util.random.RandomGenerator;

/** Makes up readable ids: the service, where it is, and four letters or digits that tell one start from another. */
final class Ids {
    private static final int LONGEST_SERVICE = 32;
    private static final int RADIX = 36;
    private static final int SMALLEST = RADIX * RADIX * RADIX;

    private final String suffix;

    Ids(RandomGenerator random) {
        suffix = Integer.toString(random.nextInt(SMALLEST, SMALLEST * RADIX), RADIX)
                .toLowerCase(Locale.ROOT);
    }

    /** The id of a backend that has none; the same one for the same port. */
    String of(String service, String host, int port) {
        String name = service.length() <= LONGEST_SERVICE ? service : service.substring(0, LONGEST_SERVICE);
        String address = host.contains(":") ? "" : host + "-";
        return name + "-" + address + port + "-" + suffix;
    }
}
