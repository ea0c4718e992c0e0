package io.equipoise.balancer.proxy;

import io.equipoise.balancer.config.BalancerConfig;
import io.equipoise.balancer.config.DrainConfig;
import io.equipoise.balancer.config.ListenerConfig;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.BackendPool;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data path of one event loop: accepts clients and carries each to one backend. All that {@link #forLoops} makes
 * share every listener's port. Deploy each of them once; undeploying drains: it goes on accepting for the lame-duck
 * time, then lets open sessions end by themselves, and resets at the deadline those that have not.
 */
public final class ProxyVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(ProxyVerticle.class);
    private static final Duration AFTER_DEADLINE = Duration.ofSeconds(2);

    private final BalancerConfig config;
    private final BackendPool pool;
    private final SessionListener reports;
    private final RandomGenerator random;
    private final LongSupplier nanoTime;
    private final InstantSource clock;
    private final int sharedPort;
    private final Sessions sessions = new Sessions();
    private final List<Acceptor> acceptors = new ArrayList<>();
    private volatile List<BoundListener> listeners = List.of();

    private ProxyVerticle(
            BalancerConfig config,
            BackendPool pool,
            SessionListener reports,
            RandomGenerator random,
            LongSupplier nanoTime,
            InstantSource clock,
            int sharedPort) {
        this.config = config;
        this.pool = pool;
        this.reports = reports;
        this.random = random;
        this.nanoTime = nanoTime;
        this.clock = clock;
        this.sharedPort = sharedPort;
    }

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
        SessionListener safe = new SafeListener(sessions);
        // Listeners on any free port share it among the loops of this balancer, by a number that no other one has.
        int sharedPort = -1 - random.get().nextInt(1 << 30);
        return Stream.generate(() -> new ProxyVerticle(config, pool, safe, random.get(), nanoTime, clock, sharedPort))
                .limit(loops)
                .toList();
    }

    /** Where clients can connect, in the order of the configuration; empty before the start. Any thread. */
    public List<BoundListener> listeners() {
        return listeners;
    }

    /** Resets all sessions of this loop that are on that backend, as {@link CloseReason#BACKEND_DOWN}. Any thread. */
    public void cutSessions(BackendNode node) {
        context.runOnContext(v -> sessions.forEach(session -> {
            if (session.isOn(node)) {
                session.reset(CloseReason.BACKEND_DOWN);
            }
        }));
    }

    /** Sessions of this loop that have not ended. Any thread. */
    public int openSessions() {
        return sessions.count();
    }

    @Override
    public Future<?> start() {
        BackendConnector connector = new BackendConnector(
                ((ContextInternal) context).nettyEventLoop(),
                ((VertxInternal) vertx).transport().channelFactory(false));
        Loop loop = new Loop(pool, reports, random, nanoTime, connector, sessions);
        vertx.setPeriodic(Sweeper.period(config).toMillis(), id -> new Sweeper(loop).sweep());
        List<Future<BoundListener>> bound = new ArrayList<>();
        for (ListenerConfig listener : config.listeners()) {
            Acceptor acceptor = new Acceptor(vertx, listener, config.service(listener.service()), loop, clock);
            acceptors.add(acceptor);
            bound.add(acceptor.listen(listener.port() == 0 ? sharedPort - bound.size() : listener.port()));
        }
        return Future.all(bound).onSuccess(all -> listeners = all.list());
    }

    @Override
    public Future<?> stop() {
        DrainConfig drain = config.drain();
        Promise<Void> lameDuckOver = Promise.promise();
        if (drain.lameDuck().isZero()) {
            lameDuckOver.complete();
        } else {
            vertx.setTimer(drain.lameDuck().toMillis(), id -> lameDuckOver.complete());
        }
        return lameDuckOver.future().compose(v -> drain(drain.deadline()));
    }

    private Future<?> drain(Duration deadline) {
        Promise<Void> empty = Promise.promise();
        List<Future<Void>> stopped = acceptors.stream()
                .map(acceptor -> acceptor.stop(deadline.plus(AFTER_DEADLINE)))
                .toList();
        sessions.whenEmpty(empty::tryComplete);
        long timer = vertx.setTimer(Math.max(1, deadline.toMillis()), id -> resetRest());
        return empty.future().compose(v -> {
            vertx.cancelTimer(timer);
            return Future.all(stopped);
        });
    }

    private void resetRest() {
        log.atWarn()
                .addKeyValue("sessions", sessions.count())
                .log("drain deadline reached, resetting the sessions that are left");
        sessions.forEach(session -> session.reset(CloseReason.DRAIN_DEADLINE));
    }
}
