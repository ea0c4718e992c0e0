package io.equipoise.balancer.control;

import java.time.Duration;
import java.util.Comparator;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * A clock that stands still until it is moved, and the timers that run when it is, in whole milliseconds like those of
 * Vert.x. It starts shortly before its overflow, as monotonic clocks may do at any time.
 */
public final class ManualTime implements Timers, LongSupplier {
    private static final long START = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos();
    private static final long MILLI = Duration.ofMillis(1).toNanos();

    private final TreeSet<Pending> pending =
            new TreeSet<>(Comparator.comparingLong(Pending::at).thenComparingLong(Pending::number));
    private final Random random = new Random(42);
    private long elapsed;
    private long number;

    private record Pending(long at, long number, Runnable task) {}

    /** A control loop on this clock, with seeded dice. */
    public ControlLoop loop() {
        return new ControlLoop(this, this, random);
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        long millis = Math.max(1, (delay.toNanos() + MILLI - 1) / MILLI);
        Pending timer = new Pending(elapsed + millis * MILLI, number++, task);
        pending.add(timer);
        return () -> pending.remove(timer);
    }

    @Override
    public long getAsLong() {
        return START + elapsed;
    }

    /** Moves the clock, and runs what is due at its time. */
    public void advance(Duration duration) {
        long end = elapsed + duration.toNanos();
        while (!pending.isEmpty() && pending.first().at() <= end) {
            Pending next = pending.pollFirst();
            elapsed = next.at();
            next.task().run();
        }
        elapsed = end;
    }

    public void advanceMillis(long millis) {
        advance(Duration.ofMillis(millis));
    }

    /** How far the clock was moved since it was made. */
    public Duration elapsed() {
        return Duration.ofNanos(elapsed);
    }

    /** Timers that have neither run nor been cancelled. */
    public int pending() {
        return pending.size();
    }
}
