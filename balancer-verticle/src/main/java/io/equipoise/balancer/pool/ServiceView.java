package io.equipoise.balancer.pool;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One service in one snapshot: its backends, those that may be chosen, and the selector over them.
 *
 * @param name the service's name
 * @param policy the name of the policy that it chooses by
 * @param nodes all its backends, ordered by id
 * @param eligible those that new connections may go to
 * @param panic whether so few are healthy that health is ignored
 * @param selector chooses among {@code eligible}
 * @param queue where sessions wait while all are full
 */
public record ServiceView(
        String name,
        String policy,
        List<BackendNode> nodes,
        List<BackendNode> eligible,
        boolean panic,
        Selector selector,
        WaitQueue queue) {

    /** Choices that may turn out full between the choice and the lease; then the queue sorts it out. */
    private static final int LOST_RACES = 8;

    public ServiceView {
        nodes = List.copyOf(nodes);
        eligible = List.copyOf(eligible);
    }

    /**
     * Chooses a backend and counts the session against it.
     *
     * <p>Null says that no eligible backend is admitted, or that others wait and must not be overtaken. A session that
     * has not tried all of {@link #eligible()} then {@link WaitQueue#enter enters the queue}, whatever it believes of
     * who is full: the queue serves it at once if there is room by now. One that has tried all, or finds none, is at
     * its end.
     */
    public @Nullable Lease lease(Selector.Request request) {
        for (int races = 0; races < LOST_RACES && queue.size() == 0; races++) {
            BackendNode node = selector.select(request);
            Lease lease = node == null ? null : node.tryLease();
            if (node == null || lease != null) {
                return lease;
            }
            request.onLost(node);
        }
        return null;
    }
}
