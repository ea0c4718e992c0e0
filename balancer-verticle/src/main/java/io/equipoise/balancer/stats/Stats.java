package io.equipoise.balancer.stats;

import io.equipoise.balancer.latency.Quantiles;
import io.equipoise.balancer.metrics.Failure;
import io.equipoise.balancer.pool.BackendNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The figures of all balancers together at one moment. Latencies are over the window; those of a backend are {@link
 * io.equipoise.balancer.latency.Resolution#COARSE}, all others are finer. Immutable, but for the nodes of the pool.
 *
 * @param atMillis when, epoch milliseconds
 * @param balancer who has merged them
 * @param window what rates, latencies and shares are over
 * @param balancers by id; those that have been silent for 30 s are not among them
 * @param listeners by name; those of one name and one service at several balancers are one
 * @param services by name, those of the merging balancer
 * @param backends by service and id, those of the merging balancer's pool
 * @param flows who carries what: from listeners, then to backends, the busiest of each first
 */
public record Stats(
        long atMillis,
        String balancer,
        Window window,
        Total total,
        List<OfBalancer> balancers,
        List<OfListener> listeners,
        List<OfService> services,
        List<OfBackend> backends,
        List<Flow> flows) {

    public Stats {
        balancers = List.copyOf(balancers);
        listeners = List.copyOf(listeners);
        services = List.copyOf(services);
        backends = List.copyOf(backends);
        flows = List.copyOf(flows);
    }

    /** Traffic with its latencies. */
    public record Total(Traffic traffic, Quantiles connect, Quantiles firstByte) {}

    /**
     * One balancer.
     *
     * @param ageMillis how old its figures are
     * @param stale whether they are older than 5 s
     */
    public record OfBalancer(String id, long ageMillis, boolean stale, Traffic traffic) {}

    /** One listener, at all balancers that have it. */
    public record OfListener(String name, String service, Traffic traffic) {}

    /**
     * One service.
     *
     * @param policy the name of its policy
     * @param backends how many backends it has
     * @param eligible how many of them new sessions may go to
     * @param panic whether health is ignored, as too few are healthy
     * @param waiting sessions that wait for room, at all balancers
     * @param departed sessions that are open on backends that have left, at all balancers
     */
    public record OfService(
            String name,
            String policy,
            int backends,
            int eligible,
            boolean panic,
            long waiting,
            long departed,
            Total total) {}

    /**
     * One backend.
     *
     * @param node what it is now
     * @param share its part of the sessions that the backends of its service were given in the window, 0 to 1
     * @param fairShare its part of the weights of those that may be chosen, 0 to 1
     * @param lastFailure its last one at any balancer; null when there was none
     */
    public record OfBackend(
            BackendNode node,
            Total total,
            double share,
            double fairShare,
            @Nullable Failure lastFailure) {

        OfBackend withShare(double ofSessions) {
            return new OfBackend(node, total, ofSessions, fairShare, lastFailure);
        }
    }

    /**
     * What one balancer carries from one of its listeners, or to one backend; the other of the two is null.
     *
     * @param rate sessions per second
     * @param open sessions now
     */
    public record Flow(
            String balancer,
            @Nullable String listener,
            @Nullable String backend,
            double rate,
            long open) {}
}
