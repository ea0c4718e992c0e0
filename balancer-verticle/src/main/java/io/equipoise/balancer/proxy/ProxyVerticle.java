package io.equipoise.balancer.proxy;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.equipoise.balancer.config.BalancerConfig;
import io.equipoise.balancer.config.DrainConfig;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.BackendPool;
import io.equipoise.cluster.transport.Connections;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The data path of one event loop: accepts clients and carries each to one backend. All that {@link #forLoops} makes
 * share every listener's port. Deploy each of them once; undeploying drains: it goes on accepting for the lame-duck
 * time, then lets open sessions end by themselves, and resets at the deadline those that have not.
 */
public final class ProxyVerticle extends VerticleBase {
    private final Listeners listeners;
    private final DrainConfig drain;
    private final BackendPool pool;
    private final SessionListener listener;
    private final DecisionSampler sampler;
    private final RandomGenerator random;
    private final LongSupplier nanoTime;
    private final InstantSource clock;
    private final Sessions sessions;
    private volatile List<BoundListener> bound = List.of();
    private volatile @Nullable ProxyLoop loop;
    private volatile boolean leaving;
    private @Nullable Sweeper sweeper;

    private ProxyVerticle(
            Listeners listeners,
            DrainConfig drain,
            BackendPool pool,
            Sessions sessions,
            SessionListener listener,
            DecisionSampler sampler,
            RandomGenerator random,
            LongSupplier nanoTime,
            InstantSource clock) {
        this.listeners = listeners;
        this.drain = drain;
        this.pool = pool;
        this.sessions = sessions;
        this.listener = listener;
        this.sampler = sampler;
        this.random = random;
        this.nanoTime = nanoTime;
        this.clock = clock;
    }

    /**
     * Proxies for so many event loops. The start of each fails with {@link BindFailure} when a listener cannot be bound.
     *
     * @param loops how many, at least 1
     * @param pool read, never written but through leases
     * @param sessions is told of sessions, on the loop of each
     * @param sampler takes choices of backends, on the loop of the session
     * @param random dice, one of its own for each loop
     * @param nanoTime monotonic time
     * @param clock wall-clock time
     */
    public static List<ProxyVerticle> forLoops(
            int loops,
            BalancerConfig config,
            BackendPool pool,
            SessionListener sessions,
            DecisionSampler sampler,
            Supplier<? extends RandomGenerator> random,
            LongSupplier nanoTime,
            InstantSource clock) {
        Listeners listeners = new Listeners(config, nanoTime);
        return IntStream.range(0, loops)
                .mapToObj(loop -> new ProxyVerticle(
                        listeners,
                        config.drain(),
                        pool,
                        new Sessions(loop, loops),
                        sessions,
                        sampler,
                        random.get(),
                        nanoTime,
                        clock))
                .toList();
    }

    /** Where clients can connect, in the order of the configuration; empty before the start. Any thread. */
    public List<BoundListener> listeners() {
        return bound;
    }

    /** Whether it has begun to leave; it may accept for a while yet. Any thread. */
    public boolean isLeaving() {
        return leaving;
    }

    /** Resets all sessions of this loop that are on that backend, as {@link CloseReason#BACKEND_DOWN}. Any thread. */
    public void cutSessions(BackendNode node) {
        ProxyLoop running = loop;
        if (running != null) {
            running.execute(() -> sessions.forEach(session -> {
                if (session.backend() == node) {
                    session.onCut(CloseReason.BACKEND_DOWN);
                }
            }));
        }
    }

    /** Sessions of this loop that have not ended. Any thread. */
    public int openSessions() {
        return sessions.size();
    }

    /** The first sessions of this loop behind that id that the filter lets through, by id. Any thread. */
    Future<List<SessionView>> sessions(RunningSessions.Filter filter, long after, int limit) {
        List<SessionView> found = new ArrayList<>();
        return walk(
                session -> {
                    if (session.id > after && filter.admits(session)) {
                        found.add(session.view(nanoTime.getAsLong()));
                    }
                    return found.size() < limit;
                },
                () -> found);
    }

    /** Ends the session of that id; false when it is not there. Any thread. */
    Future<Boolean> endSession(long id) {
        boolean[] ended = {false};
        return walk(
                session -> {
                    ended[0] = session.id == id;
                    if (ended[0]) {
                        session.onCut(CloseReason.KILLED_BY_ADMIN);
                    }
                    return session.id < id;
                },
                () -> ended[0]);
    }

    private <T> Future<T> walk(Predicate<Session> visitor, Supplier<T> result) {
        Promise<Void> done = internal().promise();
        ProxyLoop running = loop;
        if (running == null) {
            done.complete();
        } else {
            Walk.over(running, visitor, done);
        }
        return done.future().map(over -> result.get());
    }

    /** Bytes of memory outside the heap that the buffers of all sessions of this process take. Any thread. */
    public static long directMemory() {
        return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }

    @Override
    public Future<?> start() {
        EventLoop eventLoop = ((ContextInternal) context).nettyEventLoop();
        BackendConnector connector =
                new BackendConnector(eventLoop, Connections.of(internal().transport()));
        Guard guard = new Guard(nanoTime);
        ProxyLoop own = new ProxyLoop(
                eventLoop,
                pool,
                connector,
                new Choice(random),
                new ResetWatch(),
                sessions,
                new GuardedListener(listener, guard),
                sampler,
                guard,
                nanoTime,
                clock);
        loop = own;
        Sweeper timer = new Sweeper(own, listeners.routes());
        sweeper = timer;
        timer.start();
        return listeners.join(internal(), own).onSuccess(all -> bound = all).onFailure(failure -> timer.stop());
    }

    @Override
    public Future<?> stop() {
        leaving = true;
        ProxyLoop own = loop;
        if (own == null || sweeper == null) {
            return Future.succeededFuture();
        }
        Sweeper timer = sweeper;
        return lameDuck()
                .compose(over -> listeners.leave(internal(), own))
                .compose(left -> new Drain(own, drain.deadline()).start())
                .onComplete(drained -> {
                    timer.stop();
                    own.watch().close();
                });
    }

    private Future<?> lameDuck() {
        return drain.lameDuck().isZero()
                ? Future.succeededFuture()
                : vertx.timer(drain.lameDuck().toMillis(), MILLISECONDS);
    }

    private VertxInternal internal() {
        return (VertxInternal) vertx;
    }
}
