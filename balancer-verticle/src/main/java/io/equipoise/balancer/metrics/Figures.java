package io.equipoise.balancer.metrics;

import io.equipoise.balancer.latency.Distribution;
import io.equipoise.balancer.latency.Resolution;
import org.jspecify.annotations.Nullable;

/**
 * All that was counted of one {@link Subject} since the balancer started. Figures only grow, but for the open sessions;
 * those of a backend that left and comes back may begin anew.
 *
 * @param lastFailure null when there was none, and of listeners
 * @param connect times to connect, see {@code equipoise_connect_seconds}
 * @param firstByte times to the first byte, see {@code equipoise_first_byte_seconds}
 */
public record Figures(Counts counts, @Nullable Failure lastFailure, Distribution connect, Distribution firstByte) {

    /** Nothing counted yet. */
    public static Figures none(Subject.Kind kind) {
        Distribution none = Distribution.none(resolution(kind));
        return new Figures(Counts.NONE, null, none, none);
    }

    /** How finely latencies of that kind are kept: there are few listeners, and thousands of backends. */
    public static Resolution resolution(Subject.Kind kind) {
        return switch (kind) {
            case LISTENER -> Resolution.FINE;
            case BACKEND -> Resolution.COARSE;
        };
    }
}
