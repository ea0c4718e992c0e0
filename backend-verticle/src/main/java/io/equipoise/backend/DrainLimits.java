package io.equipoise.backend;

import java.time.Duration;

/**
 * How long a backend takes to leave.
 *
 * @param announce at most, until every live balancer has seen that it drains; it accepts until then
 * @param deadline at most, from then until its open connections end; those left are cut
 */
public record DrainLimits(Duration announce, Duration deadline) {
    /** Of two durations that are zero or more. */
    public DrainLimits {
        if (announce.isNegative() || deadline.isNegative()) {
            throw new IllegalArgumentException(
                    "announce is " + announce + ", deadline is " + deadline + "; allowed is zero or more");
        }
    }

    /** What a backend has that says nothing. */
    public static final DrainLimits DEFAULTS = new DrainLimits(Duration.ofSeconds(2), Duration.ofSeconds(30));
}
