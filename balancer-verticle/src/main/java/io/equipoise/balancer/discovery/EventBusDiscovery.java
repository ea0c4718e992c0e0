package io.equipoise.balancer.discovery;

import io.equipoise.balancer.control.ControlLoop;
import io.equipoise.balancer.control.Periodic;
import io.equipoise.cluster.registry.Addresses;
import io.equipoise.cluster.registry.SharedRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.EventBus;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Backends that announce themselves: hears them on the bus, reads the cluster-wide map beside it, ends leases, and calls
 * the roll when it may have missed something. Control loop only.
 */
public final class EventBusDiscovery {
    private static final Logger log = LoggerFactory.getLogger(EventBusDiscovery.class);
    private static final Duration CHECK_PERIOD = Duration.ofMillis(500);

    private final EventBus bus;
    private final String balancerId;
    private final Announcements announcements;
    private final Predicate<String> mayGo;
    private final ControlLoop loop;
    private final Inbox inbox;
    private final Subscription announced;
    private final Subscription departed;
    private final AntiEntropy antiEntropy;
    private final Periodic check;
    private final Promise<Void> firstReading = Promise.promise();
    private long lastHeard;

    /**
     * Not started yet.
     *
     * @param balancerId who calls the roll
     * @param mayGo whether the backend of that id is really to be given up when its lease has run out
     */
    public EventBusDiscovery(
            EventBus bus,
            SharedRegistry registry,
            String balancerId,
            Announcements announcements,
            Predicate<String> mayGo,
            ControlLoop loop) {
        this.bus = bus;
        this.balancerId = balancerId;
        this.announcements = announcements;
        this.mayGo = mayGo;
        this.loop = loop;
        this.inbox = new Inbox(loop.timers());
        this.announced = new Subscription(bus, Addresses.ANNOUNCE, body -> receive(announcements::onAnnounced, body));
        this.departed = new Subscription(bus, Addresses.DEPART, body -> receive(announcements::onDeparted, body));
        this.antiEntropy = new AntiEntropy(registry::sealedBackends, new Entries(), loop);
        this.check = new Periodic(loop, CHECK_PERIOD, this::check);
    }

    /**
     * Listens, reads the map and calls the roll; done when all members know that this balancer listens, and those that
     * are in the map have joined, or soon.
     */
    public Future<Void> start() {
        check.start();
        antiEntropy.readNow();
        return Future.all(subscribe(), firstReading.future()).mapEmpty();
    }

    /** The cluster may have changed while it was out of reach: asks everybody again. */
    public void catchUp() {
        subscribe();
        antiEntropy.readNow();
    }

    private void check() {
        announcements.endLeases(mayGo);
        Duration silence = announcements.longestSilence();
        long silent = loop.now() - lastHeard;
        if (!silence.isZero() && silent > silence.multipliedBy(3).dividedBy(2).toNanos()) {
            log.atInfo()
                    .addKeyValue("backends", announcements.size())
                    .addKeyValue("silentMs", TimeUnit.NANOSECONDS.toMillis(silent))
                    .log("no announcement arrives, subscribing again");
            subscribe();
        }
    }

    /** Never fails: without the subscription the map still says who is there, and the next check tries again. */
    private Future<Void> subscribe() {
        lastHeard = loop.now();
        return Future.all(announced.renew(), departed.renew())
                .<Void>mapEmpty()
                .onSuccess(both -> callRoll())
                .recover(cause -> {
                    log.atWarn()
                            .addKeyValue("cause", cause.toString())
                            .log("could not subscribe to announcements, will try again");
                    return Future.succeededFuture();
                });
    }

    private void callRoll() {
        bus.publish(Addresses.ROLL_CALL, balancerId);
    }

    /** The map's entries go where announcements go. */
    private final class Entries implements AntiEntropy.Reader {
        @Override
        public void onEntry(String text) {
            announcements.onEntry(text);
        }

        @Override
        public void onReachable() {
            subscribe();
        }

        @Override
        public void onRead() {
            firstReading.tryComplete();
        }

        @Override
        public void onUnread() {
            firstReading.tryComplete();
        }
    }

    private void receive(Consumer<@Nullable Object> reader, @Nullable Object body) {
        lastHeard = loop.now();
        if (!inbox.offer(() -> reader.accept(body))) {
            announcements.onOverflow();
        }
    }
}
