package io.equipoise.balancer.health;

import io.equipoise.balancer.pool.Backend;
import java.util.Optional;

/**
 * What one probe saw.
 *
 * @param kind how it counts
 * @param why in words, for the log
 * @param mode what the backend said it wants; empty when the probe does not ask
 */
record Observation(Kind kind, String why, Optional<Backend.Mode> mode) {

    enum Kind {
        /** It serves. */
        GOOD,
        /** It was reached and does not serve, or is not who it should be. */
        BAD,
        /** Nothing came back: the fault may lie on the way. */
        SILENT,
        /** The probe could not be made here; it says nothing of the backend. */
        MOOT
    }

    static Observation good(String why) {
        return new Observation(Kind.GOOD, why, Optional.empty());
    }

    static Observation good(String why, Backend.Mode mode) {
        return new Observation(Kind.GOOD, why, Optional.of(mode));
    }

    static Observation bad(String why) {
        return new Observation(Kind.BAD, why, Optional.empty());
    }

    static Observation silent(String why) {
        return new Observation(Kind.SILENT, why, Optional.empty());
    }

    static Observation moot(String why) {
        return new Observation(Kind.MOOT, why, Optional.empty());
    }
}
