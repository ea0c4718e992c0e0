package io.equipoise.balancer.health;

import io.equipoise.balancer.control.ControlLoop;
import io.equipoise.balancer.control.Timers.Timer;
import io.equipoise.balancer.pool.BackendNode;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Probes one node in one way, again and again: one probe at a time, each bounded, and an answer that comes late is not
 * looked at. What is seen goes to the observer, which also says when the next probe is due. Control loop only.
 */
final class ProbeLoop {
    /** From one start to the next at least, so that a port that refuses at once is not asked in a circle. */
    static final Duration FLOOR = Duration.ofMillis(50);

    private final BackendNode node;
    private final Probe probe;
    private final Duration timeout;
    private final ProbeBudget budget;
    private final ControlLoop loop;
    private final Observer observer;
    private final Supplier<Duration> pause;
    private @Nullable Timer next;
    private @Nullable Timer deadline;
    private long run;
    private long startedAt;
    private long dueAt;
    private boolean hasPlace;
    private boolean stopped;

    /**
     * Not started yet.
     *
     * @param observer is told what each probe saw
     * @param pause until the next probe, asked after each
     */
    ProbeLoop(
            BackendNode node,
            Probe probe,
            Duration timeout,
            ProbeBudget budget,
            ControlLoop loop,
            Observer observer,
            Supplier<Duration> pause) {
        this.node = node;
        this.probe = probe;
        this.timeout = timeout;
        this.budget = budget;
        this.loop = loop;
        this.observer = observer;
        this.pause = pause;
        this.startedAt = loop.now() - FLOOR.toNanos();
    }

    /** Takes what a probe saw. */
    @FunctionalInterface
    interface Observer {
        /**
         * One probe has ended.
         *
         * @param sentAt monotonic time when it began
         */
        void onObserved(Observation observation, long sentAt);
    }

    /** Probes as soon as it may, unless a probe is under way: that one will tell. */
    void probeNow() {
        if (deadline == null && !stopped) {
            schedule(untilFloor());
        }
    }

    /** Drops the probe that is under way, if there is one, and asks anew: what it would tell is out of date. */
    void probeAfresh() {
        if (!stopped) {
            abandon();
            schedule(Duration.ZERO);
        }
    }

    /** Puts the next probe forward if it would now be due earlier. */
    void hurry() {
        if (next != null && !hasPlace) {
            Duration rest = pause.get();
            if (loop.now() + rest.toNanos() - dueAt < 0) {
                schedule(rest);
            }
        }
    }

    /** Ends it for good. */
    void stop() {
        stopped = true;
        abandon();
        if (next != null) {
            next.cancel();
            next = null;
        }
    }

    private void schedule(Duration delay) {
        if (hasPlace) {
            return;
        }
        if (next != null) {
            next.cancel();
        }
        dueAt = loop.now() + delay.toNanos();
        next = loop.timers().after(delay, this::begin);
    }

    private void begin() {
        Duration wait = budget.take();
        if (wait.isZero()) {
            send();
        } else {
            hasPlace = true;
            next = loop.timers().after(wait, this::send);
        }
    }

    private void send() {
        hasPlace = false;
        next = null;
        long mine = ++run;
        startedAt = loop.now();
        deadline = loop.timers()
                .after(timeout, () -> end(mine, Observation.silent("no answer within " + timeout.toMillis() + " ms")));
        probe.probe(node.announced())
                .onComplete(seen -> end(mine, seen), cause -> end(mine, Observation.bad(cause.toString())));
    }

    private void end(long ended, Observation observation) {
        if (ended != run || deadline == null) {
            return;
        }
        deadline.cancel();
        deadline = null;
        observer.onObserved(observation, startedAt);
        if (!stopped && deadline == null && next == null) {
            Duration rest = pause.get();
            schedule(rest.compareTo(untilFloor()) > 0 ? rest : untilFloor());
        }
    }

    private void abandon() {
        run++;
        if (deadline != null) {
            deadline.cancel();
            deadline = null;
        }
    }

    private Duration untilFloor() {
        return Duration.ofNanos(Math.max(0, startedAt + FLOOR.toNanos() - loop.now()));
    }
}
