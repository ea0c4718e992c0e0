package io.equipoise.backend;

import java.time.Duration;

/** What runs something later; the real one is the event loop's. */
@FunctionalInterface
interface Timers {
    /** A timer that is not set. */
    Runnable NONE = () -> {};

    /**
     * Runs that action once, after that time, on the event loop of the caller.
     *
     * @return takes it back, and does nothing once it has run
     */
    Runnable after(Duration delay, Runnable action);
}
