package io.equipoise.balancer.kubernetes;

import io.vertx.core.Future;

/** Where costs are written to. */
@FunctionalInterface
interface PodCosts {
    /**
     * Writes the cost of a pod.
     *
     * @param pod its name, one that Kubernetes takes
     * @return fails with {@link ApiTrouble} when there is no use in asking for the next one
     */
    Future<Answer> write(String pod, int cost);

    /** What became of one cost. */
    enum Answer {
        /** It stands there. */
        WRITTEN,
        /** There is no pod of that name in the namespace. */
        NO_POD,
        /** This pod takes none; others may. */
        REFUSED
    }
}
