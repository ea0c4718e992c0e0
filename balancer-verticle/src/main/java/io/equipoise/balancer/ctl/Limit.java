package io.equipoise.balancer.ctl;

/** How many items a user wants to see. */
final class Limit {
    private Limit() {}

    /** Throws {@link CtlFailure} for what cannot be. */
    static void check(int limit, int most) {
        if (limit < 1 || limit > most) {
            throw new CtlFailure(Exit.USAGE, "--limit is a number from 1 to " + most + ", not " + limit);
        }
    }
}
