package io.equipoise.balancer.stats;

import io.equipoise.balancer.control.ControlLoop;
import io.equipoise.balancer.control.LogLimit;
import io.equipoise.balancer.control.Periodic;
import io.equipoise.balancer.discovery.Subscription;
import io.equipoise.balancer.metrics.Figures;
import io.equipoise.balancer.metrics.Subject;
import io.equipoise.balancer.pool.PoolSnapshot;
import io.equipoise.balancer.pool.ServiceView;
import io.equipoise.cluster.registry.Addresses;
import io.equipoise.cluster.registry.Envelope;
import io.equipoise.cluster.registry.InvalidMessage;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The figures of all balancers: tells the others each second what this one has counted, hears what they have, and merges
 * it when somebody asks. Without a cluster there is only this one. To be deployed with {@link #OPTIONS}: all of it is done
 * on one worker thread, as the figures of thousands of backends take a while.
 */
public final class ClusterStats extends VerticleBase {
    /** How it is to be deployed. */
    public static final DeploymentOptions OPTIONS = new DeploymentOptions()
            .setThreadingModel(ThreadingModel.WORKER)
            .setWorkerPoolName("equipoise-stats")
            .setWorkerPoolSize(1);

    private static final Logger log = LoggerFactory.getLogger(ClusterStats.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration WATCH = Duration.ofSeconds(5);

    private final String id;
    private final Envelope envelope;
    private final Source source;
    private final Consumer<String> publisher;
    private final ControlLoop loop;
    private final InstantSource clock;
    private final Peers peers = new Peers();
    private final History history = new History();
    private final Outbox outbox;
    private final Drops drops;
    private final Map<Window, Stats> merged = new EnumMap<>(Window.class);
    private List<String> sent = List.of();
    private @Nullable Subscription subscription;
    private long startedAt;
    private long sequence;
    private long steppedAt;
    private long watchedAt;
    private volatile @Nullable Context worker;

    /**
     * Where the figures of this balancer come from; any thread.
     *
     * @param figures all that it has counted
     * @param pool its pool as it is now
     * @param balancers reads the ids of all balancers of the cluster; done in bounded time
     * @param dropped is told the reason of each message that was not taken
     */
    public record Source(
            Supplier<Map<Subject, Figures>> figures,
            Supplier<PoolSnapshot> pool,
            Supplier<Future<Set<String>>> balancers,
            Consumer<String> dropped) {}

    /**
     * Not started yet.
     *
     * @param id the id of this start of this balancer
     * @param publisher publishes a message to all balancers, on an event loop: Vert.x' connection to a member lives on the
     *     thread that has used it first, and that of the figures ends before others have stopped to use it
     * @param loop timers of the context that calls them, and dice of its own
     * @param clock wall-clock time
     */
    public ClusterStats(
            String id,
            Envelope envelope,
            Source source,
            Consumer<String> publisher,
            ControlLoop loop,
            InstantSource clock) {
        this.id = id;
        this.envelope = envelope;
        this.source = source;
        this.publisher = publisher;
        this.loop = loop;
        this.clock = clock;
        this.outbox = new Outbox(id);
        this.drops = new Drops(new LogLimit(loop.nanoTime()), source.dropped());
    }

    @Override
    public Future<?> start() {
        worker = context;
        startedAt = loop.now();
        steppedAt = startedAt;
        watchedAt = startedAt;
        Periodic ticks = new Periodic(loop, PERIOD, this::tick);
        ticks.start();
        if (vertx.isClustered()) {
            subscription = new Subscription(vertx.eventBus(), Addresses.FIGURES, this::receive);
            subscribe();
        }
        tick();
        return Future.succeededFuture();
    }

    /**
     * What is made of the figures over that window, as they were at the last tick. Any thread.
     *
     * @param view makes it, on the thread of the figures
     */
    public <T> Future<T> stats(Window window, Function<Stats, T> view) {
        return ask(() -> view.apply(merged.computeIfAbsent(window, this::merge)));
    }

    /** The last 15 minutes in steps of {@link #historyStep}, the oldest first. Any thread. */
    public Future<List<Point>> history() {
        return ask(history::points);
    }

    /** The length of a step of the history. */
    public static Duration historyStep() {
        return Duration.ofMillis(History.STEP_MILLIS);
    }

    private <T> Future<T> ask(Supplier<T> question) {
        Context running = worker;
        if (running == null) {
            return Future.failedFuture(new IllegalStateException("figures are not counted yet"));
        }
        Context asking = vertx.getOrCreateContext();
        Promise<T> answer = Promise.promise();
        running.runOnContext(v -> {
            Future<T> found = Future.<@Nullable Void>succeededFuture().map(now -> question.get());
            asking.runOnContext(back -> found.onComplete(answer));
        });
        return answer.future();
    }

    private Stats merge(Window window) {
        List<Slice> slices = peers.slices(window, loop.now());
        return new Merge(slices, source.pool().get()).stats(clock.millis(), id, window);
    }

    private void tick() {
        long now = loop.now();
        long uptimeMillis = TimeUnit.NANOSECONDS.toMillis(now - startedAt);
        Map<Subject, Figures> figures = source.figures().get();
        Map<String, Integer> waiting = waiting();
        try {
            peers.accept(new Report(id, ++sequence, 0, 1, true, uptimeMillis, waiting, figures), now);
        } catch (InvalidMessage e) {
            drops.add(e);
        }
        peers.forget(now);
        if (subscription != null) {
            publish(outbox.next(figures, waiting, uptimeMillis));
            watch(now);
        }
        if (now - steppedAt >= TimeUnit.MILLISECONDS.toNanos(History.STEP_MILLIS)) {
            history.add(peers.slices(Window.ALL, now), clock.millis(), (now - steppedAt) / 1e9);
            steppedAt = now;
        }
        merged.clear();
    }

    private Map<String, Integer> waiting() {
        Map<String, Integer> waiting = new HashMap<>();
        for (ServiceView view : source.pool().get().services().values()) {
            int length = view.queue().size();
            if (length > 0) {
                waiting.put(view.name(), length);
            }
        }
        return waiting;
    }

    private void publish(List<JsonObject> payloads) {
        sent = payloads.stream()
                .map(payload -> envelope.seal(Envelope.Kind.FIGURES, payload))
                .toList();
        sent.forEach(publisher);
    }

    private void receive(@Nullable Object body) {
        if (body instanceof String text && sent.contains(text)) {
            return;
        }
        try {
            Report report = Report.fromJson(envelope.open(Envelope.Kind.FIGURES, body));
            if (!report.balancer().equals(id) && peers.accept(report, loop.now())) {
                outbox.tellAll();
            }
        } catch (InvalidMessage e) {
            drops.add(e);
        }
    }

    /**
     * Subscribes anew as long as a balancer is there and not heard: a partition can leave a subscription that the others
     * have forgotten.
     */
    private void watch(long now) {
        if (now - watchedAt < WATCH.toNanos()) {
            return;
        }
        watchedAt = now;
        source.balancers()
                .get()
                .onSuccess(ids -> {
                    if (!peers.hears(ids, loop.now())) {
                        subscribe();
                    }
                })
                .onFailure(cause -> log.atDebug()
                        .addKeyValue("cause", cause.toString())
                        .log("it is not known which balancers are there, will look again"));
    }

    private void subscribe() {
        if (subscription != null) {
            subscription
                    .renew()
                    .onFailure(cause -> log.atDebug()
                            .addKeyValue("cause", cause.toString())
                            .log("could not subscribe to the figures of other balancers, will try again"));
        }
    }
}
