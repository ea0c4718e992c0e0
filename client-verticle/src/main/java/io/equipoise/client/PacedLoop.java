package io.equipoise.client;

import java.util.concurrent.TimeUnit;

/**
 * Starts requests at a fixed rate as far as lanes are free. The slots stand at equal distances from the start of the
 * run and never shift: a request that has to wait for a lane keeps its slot as its intended start, so that the report
 * does not forget the wait (the "coordinated omission" of Gil Tene, as in wrk2).
 */
final class PacedLoop implements Workload {
    private final long startedAt;
    private final double slotsPerNano;
    private final int first;
    private final int step;
    private long slots;

    /**
     * Takes every {@code step}-th slot of a rate.
     *
     * @param startedAt the time of slot 0, in nanoseconds of the run's clock
     * @param perSecond slots in each second, of all event loops together
     * @param first the number of the first slot taken, 0 to {@code step - 1}
     * @param step how many event loops share the rate
     */
    PacedLoop(long startedAt, double perSecond, int first, int step) {
        this.startedAt = startedAt;
        this.slotsPerNano = perSecond / TimeUnit.SECONDS.toNanos(1);
        this.first = first;
        this.step = step;
    }

    @Override
    public long next(long now, int failuresInARow) {
        long slot = first + step * slots++;
        return startedAt + Math.round(slot / slotsPerNano);
    }
}
