package io.equipoise.cluster.launch;

import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.cluster.ClusterManager;

/** Who is in the cluster, as this member sees it. */
public final class ClusterMembers {
    private ClusterMembers() {}

    /** How many, this one included; 0 without a cluster. Any thread, does not wait for others. */
    public static int count(Vertx vertx) {
        ClusterManager cluster = ((VertxInternal) vertx).clusterManager();
        return cluster == null ? 0 : cluster.getNodes().size();
    }
}
