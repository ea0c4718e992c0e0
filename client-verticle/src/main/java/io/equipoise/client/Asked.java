package io.equipoise.client;

import io.equipoise.client.report.Timeline;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How many requests a run asks for over time.
 *
 * @param schedule when they are due
 * @param most how many there are at most
 */
record Asked(Schedule schedule, long most) {
    /** For a time line; a run without a rate asks for none in particular. */
    static Timeline.Asked ofRun(Optional<Asked> asked) {
        return asked.<Timeline.Asked>map(run -> (from, to) -> OptionalDouble.of(run.upTo(to) - run.upTo(from)))
                .orElse((from, to) -> OptionalDouble.empty());
    }

    private double upTo(double seconds) {
        return Math.min((double) most, schedule.count(Math.round(seconds * 1e9)));
    }
}
