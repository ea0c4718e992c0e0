package io.equipoise.client;

/** Another workload up to a moment, a number of requests, or a stop. */
final class Limited implements Workload {
    private final Workload workload;
    private final long endsAt;
    private final long grace;
    private long left;
    private long neverStarted;

    /**
     * Limits a workload.
     *
     * @param endsAt no request is due from then on, in nanoseconds of the run's clock
     * @param grace for how long after that, in nanoseconds, a request may still start that was due before
     * @param requests at most
     */
    Limited(Workload workload, long endsAt, long grace, long requests) {
        this.workload = workload;
        this.endsAt = endsAt;
        this.grace = grace;
        this.left = requests;
    }

    @Override
    public long next(long now, int failuresInARow) {
        if (left == 0) {
            return NONE;
        }
        if (now - endsAt > grace) {
            giveUp(endsAt);
            return NONE;
        }
        long start = workload.next(now, failuresInARow);
        if (start == NONE || start - endsAt >= 0) {
            left = 0;
            return NONE;
        }
        left--;
        return start;
    }

    @Override
    public boolean paced() {
        return workload.paced();
    }

    @Override
    public long overdue(long now) {
        return Math.min(left, workload.overdue(now));
    }

    /** From now on there is no next request. */
    void stop(long now) {
        giveUp(now - endsAt < 0 ? now : endsAt);
    }

    /** Requests that were due and could not start before the end. */
    long neverStarted() {
        return neverStarted;
    }

    private void giveUp(long dueBefore) {
        neverStarted += overdue(dueBefore);
        left = 0;
    }
}
