package io.equipoise.client.report;

/**
 * What one process of the load generator used during a run.
 *
 * @param loops its event loops
 * @param processors that it may use
 * @param elapsedSeconds how long the run took
 * @param cpuSeconds of all its threads
 * @param busiestLoop the part of the time, 0 to 1, that its busiest event loop used a processor
 * @param gcSeconds in which garbage collections stopped it
 */
public record GeneratorUse(
        int loops, int processors, double elapsedSeconds, double cpuSeconds, double busiestLoop, double gcSeconds) {

    /** Processors used on average. */
    public double cores() {
        return elapsedSeconds > 0 ? cpuSeconds / elapsedSeconds : 0;
    }
}
