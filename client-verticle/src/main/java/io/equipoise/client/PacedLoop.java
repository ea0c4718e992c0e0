package io.equipoise.client;

/**
 * Starts requests as a schedule has them, as far as lanes are free. The slots never shift: a request that has to wait
 * for a lane keeps its slot as its intended start, so that the report does not forget the wait (the "coordinated
 * omission" of Gil Tene, as in wrk2).
 */
final class PacedLoop implements Workload {
    private final long startedAt;
    private final Schedule schedule;
    private final int first;
    private final int step;
    private long taken;

    /**
     * Takes every {@code step}-th slot of a schedule.
     *
     * @param startedAt the time of the schedule's start, in nanoseconds of the run's clock
     * @param schedule of all event loops together
     * @param first the number of the first slot taken, 0 to {@code step - 1}
     * @param step how many event loops share the schedule
     */
    PacedLoop(long startedAt, Schedule schedule, int first, int step) {
        this.startedAt = startedAt;
        this.schedule = schedule;
        this.first = first;
        this.step = step;
    }

    @Override
    public long next(long now, int failuresInARow) {
        long offset = schedule.offset(first + step * taken);
        if (offset == NONE) {
            return NONE;
        }
        taken++;
        return startedAt + offset;
    }

    @Override
    public boolean paced() {
        return true;
    }

    @Override
    public long overdue(long now) {
        long due = schedule.dueBefore(now - startedAt);
        return Math.max(0, (due - first + step - 1) / step - taken);
    }
}
