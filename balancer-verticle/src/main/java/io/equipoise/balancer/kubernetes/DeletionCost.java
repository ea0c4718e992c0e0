package io.equipoise.balancer.kubernetes;

/**
 * What it costs to take the pod of a backend away: the sessions that it carries, rounded down to a power of two. Kubernetes
 * takes the pod of the lowest cost first, and asks for few changes of it: so it is coarse, and stays what it is until the
 * sessions are a quarter beyond what it stands for. Pure.
 */
final class DeletionCost {
    /** By how much a drained backend is cheaper than one that is not: more than any number of sessions. */
    static final int DRAINED = 1_000_000_000;

    private static final long MOST = 1L << 29;

    private DeletionCost() {}

    /** What it costs to take that backend away, from -1,000,000,000 to 536,870,912. */
    static int of(BackendLoad load) {
        return (int) Long.highestOneBit(Math.min(MOST, Math.max(0, load.open()))) - discount(load);
    }

    /** The cost that was written, when it still says enough of that backend; else the right one. */
    static int next(int written, BackendLoad load) {
        long power = (long) written + discount(load);
        boolean isPower = power > 0 && power == Long.highestOneBit(power) && power <= MOST;
        boolean isNear = isPower && load.open() >= power - power / 4 && load.open() < 2 * power + power / 2;
        return isNear ? written : of(load);
    }

    private static int discount(BackendLoad load) {
        return load.drained() ? DRAINED : 0;
    }
}
