package io.equipoise.balancer.metrics;

import java.util.concurrent.TimeUnit;

/**
 * So many things a second, twice as many at once (the generic cell rate algorithm: it counts time, not tokens). Any
 * thread; one that gets nothing reads one number and takes no lock.
 */
final class TokenBucket {
    private static final int SECONDS_AT_ONCE = 2;

    private final long interval;
    private final long ahead;
    private volatile long full;

    /**
     * A full bucket.
     *
     * @param perSecond 1 or more
     * @param now monotonic time in nanoseconds
     */
    TokenBucket(int perSecond, long now) {
        this.interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.ahead = TimeUnit.SECONDS.toNanos(SECONDS_AT_ONCE) - interval;
        this.full = now;
    }

    /** Takes one, if there is one. */
    boolean take(long now) {
        return hasOne(now) && takeLocked(now);
    }

    /** Takes one that was not asked for: there will be one less later. */
    synchronized void charge() {
        full += interval;
    }

    private boolean hasOne(long now) {
        return now - full + ahead >= 0;
    }

    private synchronized boolean takeLocked(long now) {
        if (!hasOne(now)) {
            return false;
        }
        full = (now - full > 0 ? now : full) + interval;
        return true;
    }
}
