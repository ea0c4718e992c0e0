package io.equipoise.balancer.pool;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who is at which address, so that one backend under two ids does not count twice. Control loop only. */
final class AddressBook {
    private final Map<InetSocketAddress, List<BackendNode>> byAddress = new HashMap<>();

    void add(BackendNode node) {
        byAddress
                .computeIfAbsent(node.backend().address(), address -> new ArrayList<>(1))
                .add(node);
    }

    void remove(BackendNode node) {
        byAddress.computeIfPresent(node.backend().address(), (address, nodes) -> {
            nodes.remove(node);
            return nodes.isEmpty() ? null : nodes;
        });
    }

    /**
     * Those under another id that cannot be at that address beside it. An address has one announced backend, whatever
     * its service: a process that took the port over. Static ones share an address only between services.
     */
    List<BackendNode> rivals(Backend backend) {
        return byAddress.getOrDefault(backend.address(), List.of()).stream()
                .filter(node -> !node.backend().id().equals(backend.id()) && rivals(node.backend(), backend))
                .toList();
    }

    private static boolean rivals(Backend one, Backend other) {
        boolean bothAnnounced = one.origin() == Backend.Origin.ANNOUNCED && other.origin() == Backend.Origin.ANNOUNCED;
        return bothAnnounced || one.service().equals(other.service());
    }
}
