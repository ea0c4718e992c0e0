package io.equipoise.backend.load;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How late an event loop runs its timers: the worst of the last second. It is told when a timer that was due every
 * {@link #EVERY} ran; owned by that event loop.
 */
public final class LoopLag {
    /** Between two timers. */
    public static final Duration EVERY = Duration.ofMillis(250);

    private final long[] last = new long[(int) (Duration.ofSeconds(1).toMillis() / EVERY.toMillis())];
    private int next;

    /** Notes that a timer that was started then runs now, both in nanoseconds of one clock. */
    public void ran(long startedAt, long now) {
        last[next] = Math.max(0, now - startedAt - EVERY.toNanos());
        next = (next + 1) % last.length;
    }

    /** The worst delay of the last second, in milliseconds. */
    public double worstMillis() {
        long worst = 0;
        for (long lag : last) {
            worst = Math.max(worst, lag);
        }
        return worst / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }
}
