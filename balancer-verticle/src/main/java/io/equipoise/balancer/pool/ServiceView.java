package io.equipoise.balancer.pool;

import java.util.List;

/**
 * One service in one snapshot: its backends, those that may be chosen, and the selector over them.
 *
 * @param name the service's name
 * @param nodes all its backends, ordered by id
 * @param eligible those that new connections may go to
 * @param panic whether so few are healthy that health is ignored
 * @param selector chooses among {@code eligible}
 * @param queue where sessions wait while all are full
 */
public record ServiceView(
        String name,
        List<BackendNode> nodes,
        List<BackendNode> eligible,
        boolean panic,
        Selector selector,
        WaitQueue queue) {

    public ServiceView {
        nodes = List.copyOf(nodes);
        eligible = List.copyOf(eligible);
    }
}
