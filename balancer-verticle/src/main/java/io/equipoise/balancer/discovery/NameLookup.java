package io.equipoise.balancer.discovery;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.util.List;

/** Finds the addresses of a host. */
@FunctionalInterface
public interface NameLookup {
    /** Its addresses, at least one; a failed future when it has none or nobody answers. */
    Future<List<InetAddress>> lookup(String host);

    /**
     * As the machine resolves names (hosts file, DNS), on threads that may block: on those of that executor, so that a
     * DNS that hangs takes none that others need.
     */
    static NameLookup ofMachine(WorkerExecutor executor) {
        return host -> executor.executeBlocking(() -> List.of(InetAddress.getAllByName(host)), false);
    }
}
