package io.equipoise.client;

import io.equipoise.client.protocol.PayloadSize;
import io.equipoise.client.protocol.Protocol;
import io.equipoise.client.protocol.TcpEcho;
import io.equipoise.client.report.ClientReport;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** One generator on a Vert.x of its own, as a test wants it; each setting that it does not name has a default. */
final class LoadRun implements AutoCloseable {
    private static final long LIMIT_SECONDS = 60;

    private final Vertx vertx = Vertx.vertx();
    private final ClientReport report = new ClientReport();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Context loop = vertx.getOrCreateContext();
    private LoadGenerator generator;
    private Tally tally;
    private Protocol protocol = new TcpEcho(1, new PayloadSize.Fixed(64));
    private double rate;
    private Duration startedEarlier = Duration.ZERO;
    private int connections = 1;
    private Optional<Tls> tls = Optional.empty();
    private int requestsPerConnection;
    private double newConnections;
    private int connectRetries;
    private Duration connectRetryFor = Duration.ZERO;
    private long requests = Long.MAX_VALUE;
    private Duration duration = Duration.ofSeconds(LIMIT_SECONDS);
    private Duration timeout = Duration.ofSeconds(20);
    private Duration connectTimeout = Duration.ofSeconds(20);

    LoadRun protocol(Protocol value) {
        protocol = value;
        return this;
    }

    /** Requests in each second, in place of a closed loop. */
    LoadRun rate(double value) {
        rate = value;
        return this;
    }

    /** The slots of the rate count from that long before the start. */
    LoadRun startedEarlier(Duration value) {
        startedEarlier = value;
        return this;
    }

    LoadRun connections(int value) {
        connections = value;
        return this;
    }

    LoadRun tls(Tls value) {
        tls = Optional.of(value);
        return this;
    }

    LoadRun requestsPerConnection(int value) {
        requestsPerConnection = value;
        return this;
    }

    LoadRun newConnections(double value) {
        newConnections = value;
        return this;
    }

    LoadRun connectRetries(int value) {
        connectRetries = value;
        return this;
    }

    LoadRun connectRetryFor(Duration value) {
        connectRetryFor = value;
        return this;
    }

    LoadRun requests(long value) {
        requests = value;
        return this;
    }

    LoadRun duration(Duration value) {
        duration = value;
        return this;
    }

    LoadRun timeout(Duration value) {
        timeout = value;
        return this;
    }

    LoadRun connectTimeout(Duration value) {
        connectTimeout = value;
        return this;
    }

    LoadRun start(int... ports) {
        Dialer client = Dialer.of(vertx, connectTimeout, tls);
        List<SocketAddress> targets = IntStream.of(ports)
                .mapToObj(port -> SocketAddress.inetSocketAddress(port, "127.0.0.1"))
                .toList();
        long startedAt = System.nanoTime();
        Workload workload = rate > 0
                ? new PacedLoop(startedAt - startedEarlier.toNanos(), Schedule.constant(rate, Duration.ZERO), 0, 1)
                : new ClosedLoop();
        tally = new Tally(startedAt, (second, counted) -> report.add(counted));
        generator = new LoadGenerator(
                vertx,
                client,
                protocol,
                new Targets(targets, 0),
                new Limited(workload, startedAt + duration.toNanos(), timeout.toNanos(), requests),
                new LoadGenerator.Limits(
                        requestsPerConnection,
                        new Share(1, newConnections),
                        connectRetries,
                        connectRetryFor.toNanos(),
                        timeout.toNanos(),
                        0),
                tally,
                System::nanoTime);
        loop.runOnContext(nothing -> generator.start(connections).onComplete(end -> {
            tally.handIn(System.nanoTime());
            done.complete(null);
        }));
        return this;
    }

    /** What one event loop counted, once it is done. */
    ClientReport await() {
        done.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
        return report;
    }

    /** Returns once the generator knows. */
    void stop() {
        CompletableFuture<Void> told = new CompletableFuture<>();
        loop.runOnContext(nothing -> {
            generator.stop();
            told.complete(null);
        });
        told.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
    }

    /** How many requests have succeeded so far. */
    long succeeded() {
        return ask(ClientReport::succeeded);
    }

    /** How many connections ended between two requests so far. */
    long lostIdle() {
        return ask(ClientReport::connectionsLostIdle);
    }

    /** How many further attempts to connect there were so far. */
    long connectRetries() {
        return ask(ClientReport::connectRetries);
    }

    private long ask(ToLongFunction<ClientReport> question) {
        CompletableFuture<Long> count = new CompletableFuture<>();
        loop.runOnContext(nothing -> {
            tally.handIn(System.nanoTime());
            count.complete(question.applyAsLong(report));
        });
        return count.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
