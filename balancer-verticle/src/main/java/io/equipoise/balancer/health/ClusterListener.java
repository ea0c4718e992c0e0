package io.equipoise.balancer.health;

/** Is told when this balancer is cut off from the cluster, and when it no longer is. Control loop only. */
public interface ClusterListener {
    /**
     * Nobody answers pings any more, though ports are open.
     *
     * @param backends that are kept as they were
     */
    void onLost(int backends);

    /**
     * Pings are answered again.
     *
     * @param backend the id of the first that did
     */
    void onBack(String backend);
}
