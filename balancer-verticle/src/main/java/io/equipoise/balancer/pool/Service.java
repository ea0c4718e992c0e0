package io.equipoise.balancer.pool;

import java.util.List;

/** What of a service outlives its views: its policy, its rotation and its queue. */
final class Service {
    private final String name;
    private final ServicePolicy policy;
    private final Rotation rotation;
    private final WaitQueue queue;

    Service(String name, ServicePolicy policy, long rotationStart) {
        this.name = name;
        this.policy = policy;
        this.rotation = new Rotation(rotationStart);
        this.queue = new WaitQueue(policy.queuePlaces());
    }

    ServiceView view(List<BackendNode> nodes) {
        List<BackendNode> wanted = nodes.stream().filter(BackendNode::wanted).toList();
        List<BackendNode> healthy = wanted.stream().filter(BackendNode::healthy).toList();
        List<BackendNode> probed = wanted.stream()
                .filter(node -> node.health() != HealthState.Status.UNKNOWN)
                .toList();
        boolean panic = healthy.size() * 100L < (long) probed.size() * policy.panicPercent();
        List<BackendNode> eligible = panic ? probed : healthy;
        Selector selector =
                eligible.isEmpty() ? Selector.NONE : policy.selectors().over(eligible, rotation);
        return new ServiceView(name, nodes, eligible, panic, selector, queue);
    }
}
