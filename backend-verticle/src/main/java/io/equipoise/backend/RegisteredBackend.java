package io.equipoise.backend;

import io.equipoise.backend.load.LoadMeter;
import io.equipoise.backend.load.LoopLag;
import io.equipoise.backend.service.Serving;
import io.equipoise.cluster.registry.Addresses;
import io.equipoise.cluster.registry.BackendState;
import io.equipoise.cluster.registry.LoadReport;
import io.equipoise.cluster.registry.Ping;
import io.equipoise.cluster.registry.Registration;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A backend that balancers know of, until it leaves. It renews its registration and answers pings by itself; it leaves
 * by {@link #leave}, or when a later start of the same backend takes its place.
 *
 * <p>Safe for any thread; what it owns lives on one event loop.
 */
public final class RegisteredBackend {
    private static final Logger log = LoggerFactory.getLogger(RegisteredBackend.class);

    private final Context context;
    private final Surroundings around;
    private final Serving serving;
    private final LoadMeter meter;
    private final DrainLimits limits;
    private final Registration claimed;
    private final LoopLag lag = new LoopLag();
    private final BalancerSightings sightings;
    private final Registrar registrar;
    private final DrainHandshake handshake;
    private final Subscription pings;
    private final Subscription rollCalls;
    private final SilenceWatch watch;
    private final Promise<Void> left = Promise.promise();
    private Runnable lagTimer = Timers.NONE;
    private boolean leaving;

    RegisteredBackend(
            Context context,
            Surroundings around,
            Registration claimed,
            Serving serving,
            LoadMeter meter,
            DrainLimits limits) {
        this.context = context;
        this.around = around;
        this.serving = serving;
        this.meter = meter;
        this.limits = limits;
        this.claimed = claimed;
        sightings = new BalancerSightings(now());
        registrar = new Registrar(around.link(), around.timers(), around.random(), claimed, this::onSuperseded);
        handshake = new DrainHandshake(sightings, around.timers(), around.nanoTime());
        PingResponder responder = new PingResponder(this::report, this::onPing);
        String address = Addresses.ping(claimed.id(), claimed.incarnation());
        pings = new Subscription(around.bus(), address, responder::onMessage);
        rollCalls = new Subscription(around.bus(), Addresses.ROLL_CALL, message -> registrar.onRollCall());
        Duration silence = Duration.ofMillis(claimed.leaseMillis()).dividedBy(3);
        watch = new SilenceWatch(
                claimed.id(), around.timers(), around.nanoTime(), sightings::lastPing, silence, this::onSilence);
    }

    /** Who it is in the cluster. */
    public String id() {
        return claimed.id();
    }

    /** The TCP port that balancers connect to. */
    public int port() {
        return claimed.port();
    }

    /** Takes the backend out of service, or back; what is open stays. */
    public void maintenance(boolean on) {
        context.runOnContext(nothing -> {
            if (!leaving) {
                registrar.announce(on ? BackendState.MAINTENANCE : BackendState.READY);
            }
        });
    }

    /**
     * Leaves: announces that it drains, accepts until balancers have seen it, waits for open connections until the
     * deadline, then gives up the registration. The port is closed afterwards.
     *
     * @return done when it has left; never fails
     */
    public Future<Void> leave() {
        context.runOnContext(nothing -> drain());
        return left.future();
    }

    /** Done when it has left, for whatever reason; never fails. */
    public Future<Void> left() {
        return left.future();
    }

    /** Begins to answer pings, before anybody can know that it is there; on the backend's event loop. */
    Future<Void> open() {
        return Future.all(pings.open(), rollCalls.open()).mapEmpty();
    }

    /** Answers no more: the id was not to be had. */
    void cancel() {
        pings.close();
        rollCalls.close();
    }

    /** Announces itself, now that it has the id. */
    void start() {
        registrar.announce();
        watch.start();
        measureLag();
        withAddress("backend is registered");
    }

    /** Gives up the registration at once, whatever is open; on the backend's event loop. */
    Future<Void> abandon() {
        if (!leaving) {
            leaving = true;
            depart().onComplete(gone -> {
                withAddress("backend has left");
                left.complete();
            });
        }
        return left.future();
    }

    private void drain() {
        if (leaving) {
            return;
        }
        leaving = true;
        log.atInfo()
                .addKeyValue("backend", id())
                .addKeyValue("openConnections", meter.openConnections())
                .log("backend is draining");
        serving.drain();
        registrar.announce(BackendState.DRAINING);
        handshake.await(limits.announce()).onComplete(seen -> finish());
    }

    private void onSuperseded() {
        if (!leaving) {
            leaving = true;
            serving.drain();
            finish();
        }
    }

    private void finish() {
        serving.finish(limits.deadline())
                .onComplete(finished -> depart().onComplete(gone -> {
                    if (finished.failed()) {
                        log.atWarn()
                                .addKeyValue("backend", id())
                                .setCause(finished.cause())
                                .log("port could not be closed");
                    }
                    log.atInfo()
                            .addKeyValue("backend", id())
                            .addKeyValue("servedConnections", meter.servedConnections())
                            .addKeyValue("cutConnections", finished.succeeded() ? finished.result() : 0)
                            .log("backend has left");
                    left.complete();
                }));
    }

    private Future<Void> depart() {
        watch.stop();
        lagTimer.run();
        return registrar.leave().onComplete(gone -> cancel());
    }

    private void onPing(Ping ping) {
        sightings.note(ping, now());
        handshake.onPing();
    }

    private void onSilence() {
        pings.renew();
        rollCalls.renew();
        registrar.announce();
    }

    private LoadReport report(long nonce) {
        LoadMeter.Latency latency = meter.firstByte();
        return new LoadReport(
                id(),
                claimed.incarnation(),
                nonce,
                registrar.registration().state(),
                meter.openConnections(),
                latency.p50Millis(),
                latency.p99Millis(),
                lag.worstMillis());
    }

    private void measureLag() {
        long startedAt = now();
        lagTimer = around.timers().after(LoopLag.EVERY, () -> {
            lag.ran(startedAt, now());
            measureLag();
        });
    }

    private void withAddress(String message) {
        log.atInfo()
                .addKeyValue("backend", id())
                .addKeyValue("service", claimed.service())
                .addKeyValue("address", claimed.host() + ":" + claimed.port())
                .log(message);
    }

    private long now() {
        return around.nanoTime().getAsLong();
    }
}
