package io.equipoise.client;

import io.equipoise.cluster.launch.StartFailure;
import io.equipoise.cluster.registry.BalancerRecord;
import io.equipoise.cluster.registry.SharedRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the balancers' listeners for one service through the cluster's registry, and keeps looking. */
final class BalancerDiscovery {
    private static final Logger log = LoggerFactory.getLogger(BalancerDiscovery.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration REFRESH = Duration.ofSeconds(2);
    private static final Comparator<SocketAddress> IN_ORDER =
            Comparator.comparing(SocketAddress::host).thenComparing(SocketAddress::port);

    private final Vertx vertx;
    private final SharedRegistry registry;
    private final String service;
    private final LongSupplier nanoTime;

    BalancerDiscovery(Vertx vertx, SharedRegistry registry, String service, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.registry = registry;
        this.service = service;
        this.nanoTime = nanoTime;
    }

    /** The listeners, as soon as there is one; fails after 30 s with what was waited for. */
    Future<List<SocketAddress>> await() {
        long deadline = nanoTime.getAsLong() + PATIENCE.toNanos();
        return find().recover(cause -> Future.succeededFuture(List.of())).compose(found -> {
            if (!found.isEmpty()) {
                return Future.succeededFuture(found);
            }
            log.atInfo()
                    .addKeyValue("service", service)
                    .addKeyValue("patience", PATIENCE)
                    .log("waiting for a balancer that listens for the service");
            Promise<List<SocketAddress>> promise = Promise.promise();
            lookAgain(deadline, promise);
            return promise.future();
        });
    }

    /** Replaces the targets by what is found, every 2 s; gives the timer's id. */
    long keep(Targets targets) {
        return vertx.setPeriodic(
                REFRESH.toMillis(),
                timer -> find().onComplete(
                                found -> {
                                    if (targets.replace(found)) {
                                        log.atInfo()
                                                .addKeyValue("service", service)
                                                .addKeyValue("targets", found)
                                                .log("balancers have changed");
                                    }
                                },
                                cause -> log.atWarn()
                                        .addKeyValue("service", service)
                                        .addKeyValue("cause", cause.toString())
                                        .log("the registry does not answer; the known balancers stay")));
    }

    private void lookAgain(long deadline, Promise<List<SocketAddress>> promise) {
        vertx.setTimer(
                POLL.toMillis(),
                timer -> find().onComplete(
                                found -> {
                                    if (found.isEmpty()) {
                                        lookAgainOrGiveUp(deadline, promise, null);
                                    } else {
                                        promise.complete(found);
                                    }
                                },
                                cause -> lookAgainOrGiveUp(deadline, promise, cause)));
    }

    private void lookAgainOrGiveUp(long deadline, Promise<List<SocketAddress>> promise, @Nullable Throwable cause) {
        if (nanoTime.getAsLong() - deadline < 0) {
            lookAgain(deadline, promise);
        } else {
            promise.fail(new StartFailure(
                    "no balancer listens for service \"" + service + "\" in this cluster: waited "
                            + PATIENCE.toSeconds() + " s; start one with -cluster, or name a target",
                    cause));
        }
    }

    private Future<List<SocketAddress>> find() {
        return registry.balancers().map(this::listeners);
    }

    private List<SocketAddress> listeners(List<BalancerRecord> balancers) {
        return balancers.stream()
                .flatMap(balancer -> balancer.listeners().stream())
                .filter(listener -> listener.service().equals(service))
                .map(listener -> SocketAddress.inetSocketAddress(listener.port(), listener.host()))
                .distinct()
                .sorted(IN_ORDER)
                .toList();
    }
}
