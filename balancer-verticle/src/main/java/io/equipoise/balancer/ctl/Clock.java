package io.equipoise.balancer.ctl;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Time that passes for a command that waits. */
interface Clock {
    /** Nanoseconds since some moment. */
    long nanos();

    /** Blocks for that long. */
    void pause(Duration time);

    static Clock of(LongSupplier nanoTime) {
        return new Clock() {
            @Override
            public long nanos() {
                return nanoTime.getAsLong();
            }

            @Override
            public void pause(Duration time) {
                try {
                    Thread.sleep(time.toMillis());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new CtlFailure(Exit.NOT, "interrupted", e);
                }
            }
        };
    }
}
