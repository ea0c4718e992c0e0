package io.equipoise.client;

import io.equipoise.client.members.Collector;
import io.equipoise.client.members.Delivery;
import io.equipoise.client.members.Place;
import io.equipoise.client.members.Rendezvous;
import io.equipoise.client.report.Summary;
import io.equipoise.client.report.TextReport;
import io.equipoise.cluster.launch.Launcher;
import io.equipoise.cluster.registry.Envelope;
import io.equipoise.cluster.registry.SharedRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.SocketAddress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The load generator as a verticle: the composition root of this module. Several of one deployment share one run: its
 * connections, its rate and its report. When the run has ended it prints the summary and ends the process with 0 when
 * requests were made and none failed, else 1. Undeploying it earlier finishes the requests under way first.
 */
public final class ClientVerticle extends VerticleBase {
    private static final String RUNS = "equipoise.client.runs";
    private static final long HAND_IN_MILLIS = 250;

    private final PrintStream out;
    private final LongSupplier nanoTime;
    private final IntConsumer exit;
    private final String id = UUID.randomUUID().toString();
    private final Promise<Void> ended = Promise.promise();
    private @Nullable LoadGenerator generator;
    private boolean wasStopped;

    /** Prints to the standard output. */
    public ClientVerticle() {
        this(System.out, System::nanoTime, Launcher::exit);
    }

    /**
     * With the outside given.
     *
     * @param out for the report
     * @param exit takes the exit code when the run has ended
     */
    ClientVerticle(PrintStream out, LongSupplier nanoTime, IntConsumer exit) {
        this.out = out;
        this.nanoTime = nanoTime;
        this.exit = exit;
    }

    @Override
    public Future<?> start() {
        ClientConfig config = ClientConfig.from(config());
        int parts = context.getInstanceCount();
        config.check(vertx.isClustered(), parts);
        ClientRun run = vertx.sharedData()
                .<String, ClientRun>getLocalMap(RUNS)
                .computeIfAbsent(deploymentID(), id -> new ClientRun(parts));
        int part = run.join();
        return targets(config, part)
                .compose(targets ->
                        place(config, run, parts).onSuccess(place -> begin(config, run, part, place, targets)));
    }

    /** Where this client stands among those of its run, at the moment at which they start; on this verticle's loop. */
    private Future<Place> place(ClientConfig config, ClientRun run, int parts) {
        if (config.members() == 1) {
            return Future.succeededFuture(Place.alone(parts));
        }
        Promise<Place> here = Promise.promise();
        run.place(() -> meet(config, run, parts))
                .onComplete(place -> context.runOnContext(nothing -> here.handle(place)));
        return here.future();
    }

    private Future<Place> meet(ClientConfig config, ClientRun run, int parts) {
        Rendezvous.Terms terms = new Rendezvous.Terms(
                config.run(), id, config.members(), parts, config.describe("all"), config.membersTimeout());
        return new Rendezvous(vertx, terms, nanoTime).meet().map(place -> {
            config.checkLoops(place.parts());
            run.join(
                    place.merges()
                            ? new Collector(vertx, config.run(), place, run::handInFromElsewhere, nanoTime)
                            : new Delivery(vertx, config.run(), place, run::takeOutgoing, nanoTime),
                    !place.merges());
            return place;
        });
    }

    @Override
    public Future<?> stop() {
        if (generator == null) {
            return Future.succeededFuture();
        }
        wasStopped = true;
        generator.stop();
        return ended.future();
    }

    private Future<Targets> targets(ClientConfig config, int part) {
        if (config.target().isPresent()) {
            SocketAddress target = SocketAddress.inetSocketAddress(
                    config.target().get().port(), config.target().get().host());
            return Future.succeededFuture(new Targets(List.of(target), part));
        }
        return SharedRegistry.open(vertx, Envelope.of(Optional.empty())).compose(registry -> {
            BalancerDiscovery discovery = new BalancerDiscovery(vertx, registry, config.service(), nanoTime);
            return discovery.await().map(found -> new Targets(found, part)).onSuccess(discovery::keep);
        });
    }

    private void begin(ClientConfig config, ClientRun run, int part, Place place, Targets targets) {
        int loop = place.firstPart() + part;
        long startedAt = run.startedAt(nanoTime.getAsLong());
        long cpuBefore = GeneratorMeter.threadCpuNanos();
        Tally tally = new Tally(startedAt, (second, counted) -> run.handIn(part, second, counted, open()));
        LoadGenerator load = new LoadGenerator(
                vertx,
                Dialer.of(vertx, config.connectTimeout(), config.tls()),
                config.protocol(),
                targets,
                workload(config, startedAt, loop, place.parts()),
                limits(config, loop),
                tally,
                nanoTime);
        generator = load;
        long handIn = vertx.setPeriodic(
                Math.min(HAND_IN_MILLIS, config.reportInterval().toMillis()),
                timer -> tally.handIn(nanoTime.getAsLong()));
        Optional<Long> lines = part > 0 ? Optional.empty() : Optional.of(printLines(config, run, targets));
        load.start(config.connections(loop, place.parts())).onComplete(done -> {
            long now = nanoTime.getAsLong();
            vertx.cancelTimer(handIn);
            lines.ifPresent(vertx::cancelTimer);
            tally.handIn(now);
            if (run.finish(GeneratorMeter.threadCpuNanos() - cpuBefore, now)) {
                conclude(config, run, targets);
            } else {
                ended.complete();
            }
        });
    }

    private int open() {
        return generator == null ? 0 : generator.open();
    }

    private long printLines(ClientConfig config, ClientRun run, Targets targets) {
        out.println(config.describe(names(targets)));
        return vertx.setPeriodic(
                config.reportInterval().toMillis(), timer -> out.println(run.line(nanoTime.getAsLong())));
    }

    private void conclude(ClientConfig config, ClientRun run, Targets targets) {
        long now = nanoTime.getAsLong();
        vertx.sharedData().getLocalMap(RUNS).remove(deploymentID());
        run.conclude(wasStopped, now).onSuccess(outcome -> {
            String setup = config.describe(names(targets));
            Summary summary = run.summary(setup, config.asked(), outcome, now);
            out.println();
            out.print(TextReport.summary(summary));
            if (!outcome.note().isEmpty()) {
                out.println(outcome.note());
            }
            out.flush();
            Future<Void> files = outcome.whole() ? ReportFiles.write(vertx, config, summary) : Future.succeededFuture();
            files.onComplete(written -> {
                exit.accept(written.succeeded() ? summary.exitCode() : 1);
                ended.complete();
            });
        });
    }

    private static Limited workload(ClientConfig config, long startedAt, int part, int parts) {
        Duration length = config.length();
        long endsAt = length.isZero() ? startedAt + Long.MAX_VALUE / 2 : startedAt + length.toNanos();
        Workload workload = config.schedule()
                .<Workload>map(schedule -> new PacedLoop(startedAt, schedule, part, parts))
                .orElseGet(ClosedLoop::new);
        return new Limited(workload, endsAt, config.requestTimeout().toNanos(), config.requests(part, parts));
    }

    /** The parts' numbers start 2^40 requests apart. */
    private static LoadGenerator.Limits limits(ClientConfig config, int part) {
        return new LoadGenerator.Limits(
                config.requestsPerConnection(),
                new Share(config.seed(), config.newConnections()),
                config.connectRetries(),
                config.connectRetryFor().toNanos(),
                config.requestTimeout().toNanos(),
                (long) part << 40);
    }

    private static String names(Targets targets) {
        return targets.addresses().stream().map(SocketAddress::toString).collect(Collectors.joining(", "));
    }
}
