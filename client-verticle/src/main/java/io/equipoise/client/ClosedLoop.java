package io.equipoise.client;

import java.util.concurrent.TimeUnit;

/**
 * Starts the next request as soon as the lane is free. A lane whose requests fail waits before the next one, from
 * 10 ms after the first failure doubling up to 1 s, so that a refusal is not answered with a storm.
 */
final class ClosedLoop implements Workload {
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(1);
    private static final int MAX_DOUBLINGS = 7;

    @Override
    public long next(long now, int failuresInARow) {
        if (failuresInARow == 0) {
            return now;
        }
        return now + Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(MAX_DOUBLINGS, failuresInARow - 1));
    }
}
