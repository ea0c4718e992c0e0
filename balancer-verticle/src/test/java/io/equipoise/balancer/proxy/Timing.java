package io.equipoise.balancer.proxy;

import java.time.Duration;
import java.util.Arrays;

/** How long things take, in a way that a busy machine does not spoil. */
final class Timing {
    private Timing() {}

    /** Something that takes time, of which only a part may count. */
    interface Measured {
        long nanos() throws Exception;
    }

    static Duration median(int times, Measured measured) throws Exception {
        return quantile(0.5, times, measured);
    }

    static Duration quantile(double quantile, int times, Measured measured) throws Exception {
        long[] nanos = new long[times];
        for (int i = 0; i < times; i++) {
            nanos[i] = measured.nanos();
        }
        Arrays.sort(nanos);
        return Duration.ofNanos(nanos[(int) Math.ceil(quantile * times) - 1]);
    }
}
