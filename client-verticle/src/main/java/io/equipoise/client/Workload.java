package io.equipoise.client;

/**
 * When requests start: the one question that tells closed loops, paced loops and open loops apart. Each event loop
 * has its own; a lane that is free asks it for its next start.
 */
interface Workload {
    /** No request is left. */
    long NONE = Long.MAX_VALUE;

    /**
     * When the lane that asks should start its next request; the request is the lane's from then on.
     *
     * @param now in nanoseconds of the run's clock
     * @param failuresInARow of that lane
     * @return in nanoseconds of the same clock, or {@link #NONE}
     */
    long next(long now, int failuresInARow);

    /** Whether starts stand in a schedule, so that one can be late. */
    default boolean paced() {
        return false;
    }

    /** How many requests were due before that time and are no lane's yet. */
    default long overdue(long now) {
        return 0;
    }
}
