package io.equipoise.balancer.control;

import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What the control loop gives to those who live on it.
 *
 * @param timers what is to happen later
 * @param nanoTime monotonic time
 * @param random dice
 */
public record ControlLoop(Timers timers, LongSupplier nanoTime, RandomGenerator random) {
    /** Monotonic time, now. */
    public long now() {
        return nanoTime.getAsLong();
    }
}
