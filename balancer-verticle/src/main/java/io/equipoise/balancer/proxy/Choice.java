package io.equipoise.balancer.proxy;

import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.Lease;
import io.equipoise.balancer.pool.Selector;
import io.equipoise.balancer.pool.ServiceView;
import io.equipoise.balancer.selection.AddressHash;
import java.net.InetSocketAddress;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a selector may ask of the session that chooses. One for each loop, lent to one session at a time. */
final class Choice implements Selector.Request {
    private final RandomGenerator random;
    private @Nullable Search search;

    Choice(RandomGenerator random) {
        this.random = random;
    }

    /**
     * A lease of the service for that session; null when it has to wait.
     *
     * @param recording writes down how it was chosen; null for a session that is not sampled
     */
    @Nullable
    Lease lease(ServiceView view, Search chooser, @Nullable Recording recording) {
        search = chooser;
        try {
            return recording == null ? view.lease(this) : recording.lease(view, this);
        } finally {
            search = null;
        }
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public long affinity() {
        return search != null && search.clientAddress() instanceof InetSocketAddress client
                ? AddressHash.of(client.getAddress())
                : 0;
    }

    @Override
    public boolean admits(BackendNode node) {
        return node.hasRoom() && (search == null || search.admits(node));
    }
}
