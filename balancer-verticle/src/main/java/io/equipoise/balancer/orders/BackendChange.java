package io.equipoise.balancer.orders;

import io.equipoise.balancer.pool.Backend.Mode;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is to be ordered of a backend; what is left out stays as it was ordered before.
 *
 * @param mode how much is kept from it at least; ready takes that back
 * @param changesWeight whether its weight is to change
 * @param weight the share that replaces its own, 0 to 256; empty takes that back
 */
public record BackendChange(Optional<Mode> mode, boolean changesWeight, OptionalInt weight) {
    /** Its mode alone. */
    public static BackendChange to(Mode mode) {
        return new BackendChange(Optional.of(mode), false, OptionalInt.empty());
    }

    /** Its weight alone. */
    public static BackendChange weighing(OptionalInt weight) {
        return new BackendChange(Optional.empty(), true, weight);
    }
}
