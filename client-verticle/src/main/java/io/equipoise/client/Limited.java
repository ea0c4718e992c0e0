package io.equipoise.client;

/** Another workload up to a moment, a number of requests, or a stop. */
final class Limited implements Workload {
    private final Workload workload;
    private final long endsAt;
    private long left;

    /**
     * Limits a workload.
     *
     * @param endsAt no request starts from then on, in nanoseconds of the run's clock
     * @param requests at most
     */
    Limited(Workload workload, long endsAt, long requests) {
        this.workload = workload;
        this.endsAt = endsAt;
        this.left = requests;
    }

    @Override
    public long next(long now, int failuresInARow) {
        if (left == 0) {
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

    /** From now on there is no next request. */
    void stop() {
        left = 0;
    }
}
