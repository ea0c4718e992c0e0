package io.equipoise.balancer.health;

import io.equipoise.balancer.control.ControlLoop;
import io.equipoise.balancer.pool.Backend.Origin;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.PoolEvent;
import io.equipoise.balancer.pool.PoolListener;
import io.equipoise.balancer.pool.PoolSnapshot;
import io.equipoise.balancer.pool.PoolUpdate;
import io.equipoise.balancer.pool.ServiceView;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches over the health of every node from the moment it joins until it leaves. Control loop only.
 */
public final class HealthChecker implements PoolListener {
    private final Probes probes;
    private final Function<String, HealthRules> rules;
    private final Supplier<PoolSnapshot> snapshot;
    private final ControlLoop loop;
    private final ClusterWatch cluster;
    private final NodeHealth.Ward ward;
    private final Map<String, NodeHealth> watched = new HashMap<>();
    private final Set<String> inNeed = new HashSet<>();
    private final Need need = new PoolNeed();
    private int probeCount;

    /**
     * Nobody to watch yet; to be made a listener of the pool.
     *
     * @param rules the rules of a service, by its name
     * @param snapshot the pool as it is published
     * @param updates takes verdicts
     * @param cut resets the sessions on a node that is dead for too long
     * @param clusterListener is told when this balancer is cut off from the cluster, and when it no longer is
     */
    public HealthChecker(
            Probes probes,
            Function<String, HealthRules> rules,
            Supplier<PoolSnapshot> snapshot,
            Consumer<PoolUpdate> updates,
            Consumer<BackendNode> cut,
            ClusterListener clusterListener,
            ControlLoop loop) {
        this.probes = probes;
        this.rules = rules;
        this.snapshot = snapshot;
        this.loop = loop;
        this.cluster = new ClusterWatch(clusterListener);
        this.ward = new NodeHealth.Ward(
                new ProbeBudget(loop.nanoTime()), cluster, new FlapDamping(loop.nanoTime()), need, updates, cut);
    }

    @Override
    public void onEvent(PoolEvent event) {
        if (event instanceof PoolEvent.Joined joined) {
            join(joined.node());
        } else if (event instanceof PoolEvent.Left left) {
            leave(left.node());
            look(left.node().backend().service());
        } else if (event instanceof PoolEvent.Flipped flipped) {
            look(flipped.node().backend().service());
        } else if (event instanceof PoolEvent.Changed changed && isOtherMode(changed)) {
            NodeHealth health = find(changed.node());
            if (health != null) {
                health.onModeChanged();
            }
            look(changed.node().backend().service());
        }
    }

    private static boolean isOtherMode(PoolEvent.Changed changed) {
        BackendNode node = changed.node();
        return node.backend().mode() != changed.before().mode()
                || node.announced().mode() != changed.announcedBefore().mode();
    }

    /** The data path could not connect to it: look at once. */
    public void probeNow(BackendNode node) {
        NodeHealth health = find(node);
        if (health != null) {
            health.probeNow();
        }
    }

    /** The backend of that id has announced itself: if it is not up, it may be by now. */
    public void onHeardOf(String id) {
        NodeHealth health = watched.get(id);
        if (health != null && !health.isUp()) {
            health.probeNow();
        }
    }

    /** Whether nothing speaks for the backend of that id any more, now that its lease has run out. */
    public boolean mayGo(String id) {
        NodeHealth health = watched.get(id);
        return health == null || health.mayGo();
    }

    /** Whether this balancer holds itself for cut off from the cluster: pings then do not count. */
    public boolean isClusterLost() {
        return cluster.lost();
    }

    /** Whether real traffic has taken the node out for a time. */
    boolean isEjected(BackendNode node) {
        NodeHealth health = find(node);
        return health != null && health.isEjected();
    }

    /** Takes a node out for that time. */
    void eject(BackendNode node, Duration time, String why) {
        NodeHealth health = find(node);
        if (health != null) {
            health.eject(time, why);
        }
    }

    private void join(BackendNode node) {
        NodeHealth health = new NodeHealth(node, rules.apply(node.backend().service()), probes, ward, loop);
        watched.put(node.backend().id(), health);
        probeCount += probesOf(node);
        health.start();
    }

    private void leave(BackendNode node) {
        NodeHealth health = find(node);
        if (health != null) {
            watched.remove(node.backend().id());
            probeCount -= probesOf(node);
            health.stop();
        }
    }

    /** Those that are down were not waited for while others served; now they are. */
    private void look(String service) {
        boolean isShort = snapshot.get().service(service) != null && need.isShort(service);
        if (!isShort) {
            inNeed.remove(service);
        } else if (inNeed.add(service)) {
            watched.values().stream()
                    .filter(health -> health.isOf(service) && !health.isUp())
                    .forEach(NodeHealth::hurry);
        }
    }

    private @Nullable NodeHealth find(BackendNode node) {
        NodeHealth health = watched.get(node.backend().id());
        return health != null && health.isOf(node) ? health : null;
    }

    private static int probesOf(BackendNode node) {
        return node.backend().origin() == Origin.ANNOUNCED ? 2 : 1;
    }

    /** What the published pool says of services. */
    private final class PoolNeed implements Need {
        @Override
        public boolean isShort(String service) {
            ServiceView view = snapshot.get().service(service);
            return view == null || view.panic() || view.eligible().isEmpty();
        }

        @Override
        public boolean isEmpty(String service) {
            ServiceView view = snapshot.get().service(service);
            return view == null || view.nodes().stream().noneMatch(BackendNode::healthy);
        }

        @Override
        public Duration fairInterval() {
            return ProbeBudget.fairInterval(probeCount);
        }
    }
}
