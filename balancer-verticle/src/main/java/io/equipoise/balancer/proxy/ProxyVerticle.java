package io.equipoise.balancer.proxy;

import io.equipoise.balancer.config.BalancerConfig;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.BackendPool;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The data path of one event loop: accepts clients and carries each to one backend. All that {@link #forLoops} makes
 * share every listener's port. Deploy each of them once; undeploying drains: it goes on accepting for the lame-duck
 * time, then lets open sessions end by themselves, and resets at the deadline those that have not.
 */
public final class ProxyVerticle extends VerticleBase {

    private ProxyVerticle() {}

    /**
     * Proxies for so many event loops.
     *
     * @param loops how many, at least 1
     * @param pool read, never written but through leases
     * @param sessions is told of sessions, on the loop of each
     * @param random dice, one of its own for each loop
     * @param nanoTime monotonic time
     * @param clock wall-clock time
     */
    public static List<ProxyVerticle> forLoops(
            int loops,
            BalancerConfig config,
            BackendPool pool,
            SessionListener sessions,
            Supplier<? extends RandomGenerator> random,
            LongSupplier nanoTime,
            InstantSource clock) {
        return Stream.generate(ProxyVerticle::new).limit(loops).toList();
    }

    /** Where clients can connect, in the order of the configuration; empty before the start. Any thread. */
    public List<BoundListener> listeners() {
        return List.of();
    }

    /** Resets all sessions of this loop that are on that backend, as {@link CloseReason#BACKEND_DOWN}. Any thread. */
    public void cutSessions(BackendNode node) {}

    /** Sessions of this loop that have not ended. Any thread. */
    public int openSessions() {
        return 0;
    }

    @Override
    public Future<?> start() {
        return Future.succeededFuture();
    }
}
