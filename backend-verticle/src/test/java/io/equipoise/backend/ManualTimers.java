package io.equipoise.backend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A clock that stands still until it is moved, and the timers that run when it is. */
final class ManualTimers implements Timers, LongSupplier {
    private final List<Timer> timers = new ArrayList<>();
    private long now = 1_000_000_000L;

    private record Timer(long at, Runnable action) {}

    @Override
    public Runnable after(Duration delay, Runnable action) {
        Timer timer = new Timer(now + delay.toNanos(), action);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    @Override
    public long getAsLong() {
        return now;
    }

    /** Moves the clock, and runs what is due at its time. */
    void advance(Duration duration) {
        long end = now + duration.toNanos();
        for (Optional<Timer> next = next(end); next.isPresent(); next = next(end)) {
            timers.remove(next.get());
            now = next.get().at();
            next.get().action().run();
        }
        now = end;
    }

    int pending() {
        return timers.size();
    }

    private Optional<Timer> next(long end) {
        return timers.stream().filter(timer -> timer.at() <= end).min(Comparator.comparingLong(Timer::at));
    }
}
