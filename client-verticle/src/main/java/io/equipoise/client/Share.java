package io.equipoise.client;

import java.util.SplittableRandom;

/**
 * Part of all requests, drawn by their numbers: the same seed draws the same ones.
 *
 * @param seed of the run
 * @param part 0 to 1
 */
record Share(long seed, double part) {
    /** So that what is drawn has nothing to do with the payloads, which come from the same seed. */
    private static final long SALT = 0xC2B2AE3D27D4EB4FL;

    /** Whether that request is one of them. */
    boolean has(long request) {
        return part > 0 && new SplittableRandom(seed * SALT + request).nextDouble() < part;
    }
}
