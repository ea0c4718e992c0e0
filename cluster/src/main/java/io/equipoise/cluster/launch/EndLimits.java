package io.equipoise.cluster.launch;

import java.time.Duration;

/**
 * How long a process that is told to end may take.
 *
 * @param start how long a start under way may go on first, so that it is not cut in the middle; not negative
 * @param close how long the close may take then, drain included
 */
public record EndLimits(Duration start, Duration close) {
    private static final Duration START = Duration.ofSeconds(10);

    /** Limits of what starts by itself, in a second or so. */
    public static EndLimits ofClose(Duration close) {
        return new EndLimits(START, close);
    }
}
