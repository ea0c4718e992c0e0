package io.equipoise.cluster.launch;

import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Has the JVM give back what of its heap it does not need. A start leaves twice as much garbage as there is alive, and G1
 * neither collects nor returns that while a process has little to do. So G1 is told to collect when it has not done so
 * for a while, beside the running threads (JEP 346), and to keep less of the heap free. Options of the command line win;
 * a JVM that does not know these goes on without.
 */
final class SpareMemory {
    /** Once, for what the start has left. */
    private static final Duration AFTER_START = Duration.ofSeconds(1);

    private static final Duration START_IS_OVER = Duration.ofSeconds(10);

    /** From then on: a collection takes some 50 ms of CPU, which is 1 in 1,200. */
    private static final Duration WHEN_IDLE = Duration.ofMinutes(1);

    private static final String INTERVAL = "G1PeriodicGCInterval";
    private static final int MIN_FREE_PERCENT = 10;
    private static final int MAX_FREE_PERCENT = 20;

    private SpareMemory() {}

    /** To be called once, when the process has started; any thread. */
    static void giveBack(Vertx vertx) {
        JvmOptions.ofThisProcess()
                .filter(jvm -> jvm.isFree("MinHeapFreeRatio") && jvm.isFree("MaxHeapFreeRatio") && jvm.isFree(INTERVAL))
                .ifPresent(jvm -> {
                    jvm.set("MinHeapFreeRatio", MIN_FREE_PERCENT);
                    jvm.set("MaxHeapFreeRatio", MAX_FREE_PERCENT);
                    jvm.set(INTERVAL, AFTER_START.toMillis());
                    vertx.setTimer(START_IS_OVER.toMillis(), fired -> jvm.set(INTERVAL, WHEN_IDLE.toMillis()));
                });
    }
}
