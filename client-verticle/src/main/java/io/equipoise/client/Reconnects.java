package io.equipoise.client;

import java.util.concurrent.TimeUnit;

/**
 * Whether and when a request that got no connection tries again: so many times at once, and for so long with pauses.
 * With several targets each of them is tried before the next pause; the pauses double, from 20 ms up to half a second.
 * No byte of a request was sent before it has a connection, so no request is sent twice. Owned by its lane.
 */
final class Reconnects {
    /** The request has failed. */
    static final long NO_MORE = -1;

    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 500;
    private static final int MAX_DOUBLINGS = 5;

    private final int atOnce;
    private final long forNanos;
    private long startedAt;
    private int attempts;

    /**
     * For the requests of one lane.
     *
     * @param atOnce further attempts of a request without a pause
     * @param forNanos how long after its start a request may begin another attempt; 0 leaves it at those at once
     */
    Reconnects(int atOnce, long forNanos) {
        this.atOnce = atOnce;
        this.forNanos = forNanos;
    }

    /** A request starts. */
    void begin(long now) {
        startedAt = now;
        attempts = 0;
    }

    /**
     * The last attempt has failed.
     *
     * @param targets how many there are to connect to, at least one
     * @return milliseconds until the next attempt, 0 for at once, or {@link #NO_MORE}
     */
    long next(long now, int targets) {
        attempts++;
        if (attempts <= atOnce) {
            return 0;
        }
        int later = attempts - atOnce;
        long pause = later % targets == 0 ? pause(later / targets) : 0;
        return now - startedAt + TimeUnit.MILLISECONDS.toNanos(pause) < forNanos ? pause : NO_MORE;
    }

    private static long pause(int round) {
        return Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(MAX_DOUBLINGS, round - 1));
    }
}
