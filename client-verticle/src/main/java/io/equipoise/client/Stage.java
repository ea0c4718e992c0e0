package io.equipoise.client;

import java.time.Duration;

/**
 * One part of a run's course: the rate goes in a straight line from what it was to another one, then stays there.
 *
 * @param rate requests to start in each second, of all event loops together; 0 is a pause
 * @param ramp how long the rate takes to get there; zero is a step
 * @param hold how long it stays
 */
record Stage(double rate, Duration ramp, Duration hold) {
    Duration length() {
        return ramp.plus(hold);
    }
}
