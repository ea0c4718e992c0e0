package io.equipoise.balancer.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What of a service outlives its views: its members, its policy, its rotation and its queue. Control loop only. */
final class Service {
    private final String name;
    private final Rotation rotation;
    private final WaitQueue queue;
    private final TreeMap<String, BackendNode> members = new TreeMap<>();
    private ServicePolicy policy;
    private boolean declared;
    private Choice choice = Choice.NONE;

    Service(String name, ServicePolicy policy, long rotationStart) {
        this.name = name;
        this.policy = policy;
        this.rotation = new Rotation(rotationStart);
        this.queue = new WaitQueue(policy.queuePlaces());
    }

    String name() {
        return name;
    }

    /** Makes the service stay without a backend. */
    void declare() {
        declared = true;
    }

    /** Whether nothing but history holds it: it was not declared and its last backend has left. */
    boolean over() {
        return !declared && members.isEmpty();
    }

    /** The name of its policy. */
    String policy() {
        return policy.name();
    }

    /** Chooses by another policy from the next view on; turn, queue and members stay. */
    void choose(String name, Selector.Factory selectors) {
        policy = policy.choosing(name, selectors);
        choice = Choice.NONE;
    }

    BackendNode join(Backend announced, Backend effective) {
        BackendNode node = new BackendNode(announced, effective, queue);
        members.put(announced.id(), node);
        return node;
    }

    void leave(BackendNode node) {
        members.remove(node.backend().id());
        node.leave();
    }

    /** The service as its members are now. */
    ServiceView view() {
        List<BackendNode> healthy = new ArrayList<>();
        List<BackendNode> probed = new ArrayList<>();
        for (BackendNode node : members.values()) {
            if (node.wanted() && node.healthy()) {
                healthy.add(node);
            }
            if (node.wanted() && node.health() != HealthState.Status.UNKNOWN) {
                probed.add(node);
            }
        }
        boolean panic = healthy.size() * 100L < (long) probed.size() * policy.panicPercent();
        choice = choice.among(panic ? probed : healthy, policy.selectors(), rotation);
        return new ServiceView(
                name, policy.name(), List.copyOf(members.values()), choice.nodes(), panic, choice.selector(), queue);
    }

    /** Lets those who wait at what the last view has; to be called when it is published. */
    void serveWaiters() {
        int next = 0;
        for (BackendNode node : members.values()) {
            boolean chosen = next < choice.nodes().size() && choice.nodes().get(next) == node;
            next += chosen ? 1 : 0;
            node.eligible(chosen);
        }
        queue.serveFrom(choice.nodes());
    }
}
