package io.equipoise.balancer.control;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Spreads what many would otherwise do at the same moment. */
public final class Jitter {
    private static final double SHARE = 0.1;

    private Jitter() {}

    /** That duration, 10 % more or less. */
    public static Duration around(Duration base, RandomGenerator random) {
        return scaled(base, 1 - SHARE + 2 * SHARE * random.nextDouble());
    }

    /** That duration, up to 10 % less: for what is promised to happen within it. */
    public static Duration within(Duration base, RandomGenerator random) {
        return scaled(base, 1 - SHARE * random.nextDouble());
    }

    private static Duration scaled(Duration base, double factor) {
        return Duration.ofNanos((long) (base.toNanos() * factor));
    }
}
