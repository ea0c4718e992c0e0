package io.equipoise.cluster.lite;

import io.vertx.core.Completable;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import io.vertx.core.shareddata.Counter;
import io.vertx.core.shareddata.Lock;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.NodeListener;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Membership of one that leaves the cluster's data to others: all is done by a cluster manager of Vert.x, but
 * a start waits until somebody holds the data, and after all who held it have died this member is made known to those
 * that come. So members may start in any order. As thread-safe as what it stands before.
 */
public final class LiteMember implements ClusterManager {
    private final ClusterManager cluster;
    private volatile @Nullable Standing standing;
    private volatile @Nullable NodeListener listener;

    LiteMember(ClusterManager cluster) {
        this.cluster = cluster;
    }

    /** Before Hazelcast, which must have been told by its own configuration that this member holds no data. */
    public static LiteMember ofHazelcast() {
        return new LiteMember(new LiteHazelcast());
    }

    @Override
    public void init(Vertx vertx) {
        Context loop = vertx.getOrCreateContext();
        standing = new Standing(
                new ManagedDirectory(cluster),
                action -> loop.runOnContext(nothing -> action.run()),
                (delay, action) -> vertx.setTimer(delay.toMillis(), timer -> action.run()));
        cluster.nodeListener(new Watch());
        cluster.init(vertx);
    }

    @Override
    public void nodeListener(NodeListener newListener) {
        listener = newListener;
    }

    @Override
    public void setNodeInfo(NodeInfo info, Completable<Void> done) {
        standing().introduce(info, done);
    }

    @Override
    public void addRegistration(String address, RegistrationInfo info, Completable<Void> done) {
        if (!info.localOnly()) {
            standing().note(new Directory.Entry(address, info));
        }
        cluster.addRegistration(address, info, done);
    }

    @Override
    public void removeRegistration(String address, RegistrationInfo info, Completable<Void> done) {
        standing().forget(new Directory.Entry(address, info));
        cluster.removeRegistration(address, info, done);
    }

    private Standing standing() {
        return Objects.requireNonNull(standing, "Vert.x calls init first");
    }

    @Override
    public <K, V> void getAsyncMap(String name, Completable<AsyncMap<K, V>> done) {
        cluster.getAsyncMap(name, done);
    }

    @Override
    public <K, V> Map<K, V> getSyncMap(String name) {
        return cluster.getSyncMap(name);
    }

    @Override
    public void getLockWithTimeout(String name, long timeoutMillis, Completable<Lock> done) {
        cluster.getLockWithTimeout(name, timeoutMillis, done);
    }

    @Override
    public void getCounter(String name, Completable<Counter> done) {
        cluster.getCounter(name, done);
    }

    @Override
    public String getNodeId() {
        return cluster.getNodeId();
    }

    @Override
    public List<String> getNodes() {
        return cluster.getNodes();
    }

    @Override
    public NodeInfo getNodeInfo() {
        return cluster.getNodeInfo();
    }

    /** Fails without a stack trace, which Vert.x would log: that nobody holds the data for now is no defect. */
    @Override
    public void getNodeInfo(String nodeId, Completable<NodeInfo> done) {
        cluster.getNodeInfo(nodeId, (info, failure) -> {
            if (failure == null) {
                done.succeed(info);
            } else {
                done.fail(String.valueOf(failure.getMessage()));
            }
        });
    }

    @Override
    public void getRegistrations(String address, Completable<List<RegistrationInfo>> done) {
        cluster.getRegistrations(address, done);
    }

    @Override
    public void registrationListener(RegistrationListener registrationListener) {
        cluster.registrationListener(registrationListener);
    }

    @Override
    public void join(Completable<Void> done) {
        cluster.join(done);
    }

    @Override
    public void leave(Completable<Void> done) {
        cluster.leave(done);
    }

    @Override
    public boolean isActive() {
        return cluster.isActive();
    }

    @Override
    public String clusterHost() {
        return cluster.clusterHost();
    }

    @Override
    public String clusterPublicHost() {
        return cluster.clusterPublicHost();
    }

    /** Hears who comes and goes, for this and for Vert.x. */
    private final class Watch implements NodeListener {
        @Override
        public void nodeAdded(String nodeId) {
            standing().onMemberJoined();
            NodeListener next = listener;
            if (next != null) {
                next.nodeAdded(nodeId);
            }
        }

        @Override
        public void nodeLeft(String nodeId) {
            NodeListener next = listener;
            if (next != null) {
                next.nodeLeft(nodeId);
            }
        }
    }

    /** The directory that a cluster manager keeps. */
    private record ManagedDirectory(ClusterManager cluster) implements Directory {
        @Override
        public boolean isActive() {
            return cluster.isActive();
        }

        @Override
        public Future<Void> introduce(NodeInfo self) {
            Promise<Void> done = Promise.promise();
            cluster.setNodeInfo(self, done);
            return done.future();
        }

        @Override
        public Future<Boolean> knowsSelf() {
            Promise<NodeInfo> found = Promise.promise();
            cluster.getNodeInfo(cluster.getNodeId(), found);
            return found.future().map(Objects::nonNull);
        }

        @Override
        public Future<Void> enter(Entry entry) {
            Promise<Void> done = Promise.promise();
            cluster.addRegistration(entry.address(), entry.info(), done);
            return done.future();
        }

        @Override
        public Future<Void> remove(Entry entry) {
            Promise<Void> done = Promise.promise();
            cluster.removeRegistration(entry.address(), entry.info(), done);
            return done.future();
        }
    }
}
