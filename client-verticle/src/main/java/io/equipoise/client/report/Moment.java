package io.equipoise.client.report;

import java.util.OptionalDouble;

/**
 * One line of a run's time line, mostly a second.
 *
 * @param from when it begins, in seconds from the start of the run
 * @param seconds how long it is
 * @param asked requests that were due in it; empty without a rate
 * @param succeeded right replies in it
 * @param failed requests that failed in it
 * @param open connections at its end
 * @param latency from the intended start, of the right replies
 */
public record Moment(
        double from, double seconds, OptionalDouble asked, long succeeded, long failed, int open, Quantiles latency) {

    /** Requests due in each second. */
    public OptionalDouble askedPerSecond() {
        return asked.isPresent() && seconds > 0 ? OptionalDouble.of(asked.getAsDouble() / seconds) : asked;
    }

    /** Right replies in each second. */
    public double servedPerSecond() {
        return seconds > 0 ? succeeded / seconds : 0;
    }

    /** Latencies in µs; 0 when there were none. */
    public record Quantiles(long p50, long p90, long p99, long p999) {
        static Quantiles of(Latency latency) {
            return new Quantiles(
                    latency.quantileMicros(0.5),
                    latency.quantileMicros(0.9),
                    latency.quantileMicros(0.99),
                    latency.quantileMicros(0.999));
        }
    }
}
