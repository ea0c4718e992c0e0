package io.equipoise.balancer.discovery;

import io.equipoise.balancer.control.Timers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * What came from the bus and waits to be read: a bounded queue, read in slices, so that a flood neither fills the heap
 * nor holds the loop. Control loop only.
 */
public final class Inbox {
    /** What waits at most. */
    static final int PLACES = 4_096;

    /** What is read at once, 10 to 50 µs each. */
    static final int SLICE = 128;

    private static final Duration TURN = Duration.ofMillis(1);

    private final Timers timers;
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    /** An empty one. */
    public Inbox(Timers timers) {
        this.timers = timers;
    }

    /** Has it read soon; false when there is no place. */
    public boolean offer(Runnable reading) {
        if (waiting.size() >= PLACES) {
            return false;
        }
        waiting.add(reading);
        if (waiting.size() == 1) {
            timers.after(TURN, this::read);
        }
        return true;
    }

    private void read() {
        try {
            for (int i = 0; i < SLICE && !waiting.isEmpty(); i++) {
                waiting.remove().run();
            }
        } finally {
            if (!waiting.isEmpty()) {
                timers.after(TURN, this::read);
            }
        }
    }
}
