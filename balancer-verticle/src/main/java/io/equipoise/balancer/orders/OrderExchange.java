package io.equipoise.balancer.orders;

import io.equipoise.balancer.control.ControlLoop;
import io.equipoise.balancer.control.LogLimit;
import io.equipoise.balancer.discovery.AntiEntropy;
import io.equipoise.balancer.discovery.Inbox;
import io.equipoise.balancer.discovery.Subscription;
import io.equipoise.balancer.orders.OrderBook.Answer;
import io.equipoise.balancer.orders.OrderRefused.Reason;
import io.equipoise.cluster.registry.Addresses;
import io.equipoise.cluster.registry.Envelope;
import io.equipoise.cluster.registry.InvalidMessage;
import io.equipoise.cluster.registry.Order;
import io.equipoise.cluster.registry.SharedRegistry;
import io.equipoise.cluster.registry.Stamp;
import io.equipoise.cluster.registry.Wish;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.EventBus;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Orders between the balancers. A new one is written into the cluster-wide map in place of what was read there, and told
 * on the bus. Again and again the map is compared with what is known here: what is newer there is taken, and what is newer
 * here is put back, as a map that was cut in two and merged, or that lost its members, has forgotten things or has old
 * ones again. Control loop only.
 */
public final class OrderExchange {
    /** How often an order is tried while others change the same thing. */
    private static final int ATTEMPTS = 32;

    /** How many orders are put back after one reading. */
    private static final int MOST_PUT_BACK = 256;

    private static final Logger log = LoggerFactory.getLogger(OrderExchange.class);

    private final EventBus bus;
    private final SharedRegistry registry;
    private final String balancerId;
    private final OrderDoor door;
    private final OrderBook book;
    private final OrderEffects effects;
    private final InstantSource clock;
    private final OrderLog told = new OrderLog();
    private final Inbox inbox;
    private final Subscription ordered;
    private final AntiEntropy antiEntropy;
    private final Promise<Void> started = Promise.promise();

    /**
     * Not started yet.
     *
     * @param balancerId through whom new orders go
     * @param book what is known
     * @param effects what is done with what is news
     * @param clock the wall clock of new orders
     */
    public OrderExchange(
            EventBus bus,
            SharedRegistry registry,
            Envelope envelope,
            String balancerId,
            OrderBook book,
            OrderEffects effects,
            InstantSource clock,
            ControlLoop loop) {
        this.bus = bus;
        this.registry = registry;
        this.balancerId = balancerId;
        this.book = book;
        this.effects = effects;
        this.clock = clock;
        this.door = new OrderDoor(envelope, new LogLimit(loop.nanoTime()));
        this.inbox = new Inbox(loop.timers());
        this.ordered = new Subscription(bus, Addresses.ORDERS, this::onMessage);
        this.antiEntropy = new AntiEntropy(registry::sealedOrders, new Reading(), loop);
    }

    /** What makes a wish of the one that holds; may refuse. */
    @FunctionalInterface
    interface Change {
        Wish of(Optional<Wish> current) throws OrderRefused;
    }

    OrderLog told() {
        return told;
    }

    OrderDoor door() {
        return door;
    }

    /** Listens and reads the map; done when it was read for the first time, or did not answer. */
    Future<Void> start() {
        catchUp();
        return started.future();
    }

    /** The cluster may have changed while it was out of reach. */
    void catchUp() {
        subscribe();
        antiEntropy.readNow();
    }

    /** Writes what the change makes of the newest order under that key; done when it stands in the map and holds here. */
    Future<Void> write(String key, Change change, Author by) {
        return attempt(key, change, by, 1)
                .recover(cause -> Future.failedFuture(
                        cause instanceof OrderRefused
                                ? cause
                                : new OrderRefused(
                                        Reason.NO_CLUSTER, "the cluster does not answer, nothing was changed", cause)));
    }

    private Future<Void> attempt(String key, Change change, Author by, int number) {
        return registry.sealedOrder(key).compose(read -> {
            try {
                if (read.isPresent()) {
                    look(read.get());
                }
                Optional<Wish> current = book.find(key).map(Order::wish);
                Wish next = change.of(current);
                boolean nothing =
                        next.takesBack() && current.map(Wish::takesBack).orElse(true);
                return nothing ? Future.succeededFuture() : write(key, read, next, change, by, number);
            } catch (OrderRefused e) {
                return Future.failedFuture(e);
            }
        });
    }

    private Future<Void> write(String key, Optional<String> read, Wish next, Change change, Author by, int number) {
        if (!book.hasRoomFor(key)) {
            return Future.failedFuture(new OrderRefused(
                    Reason.NO_CLUSTER, "there are " + OrderBook.MOST + " orders; take some back, nothing was changed"));
        }
        long now = clock.millis();
        Order order = new Order(
                next, new Stamp(book.nextSequence(now), balancerId, by.token(), by.address(), Math.max(0, now)));
        String text = door.seal(order);
        return registry.replaceOrder(key, read, text).compose(written -> {
            if (written) {
                take(order, text).ifPresent(told::tell);
                bus.publish(Addresses.ORDERS, text);
                return Future.succeededFuture();
            }
            return number < ATTEMPTS
                    ? attempt(key, change, by, number + 1)
                    : Future.failedFuture(new OrderRefused(
                            Reason.NO_CLUSTER, "others change the same at this moment, nothing was changed"));
        });
    }

    /** What a later version of the balancer has ordered is not overwritten by one that cannot read it. */
    private void look(String read) throws OrderRefused {
        try {
            take(door.open(read), read).ifPresent(told::tell);
        } catch (InvalidMessage e) {
            if (e.reason() == InvalidMessage.Reason.UNKNOWN_VERSION) {
                throw new OrderRefused(
                        Reason.NO_CLUSTER,
                        "a balancer of a later version has ordered something of it; ask that one",
                        e);
            }
            door.refuse(e.reason().name(), String.valueOf(e.getMessage()));
        }
    }

    private void onMessage(@Nullable Object body) {
        boolean admitted = inbox.offer(() -> door.receive(body)
                .flatMap(order -> take(order, String.valueOf(body)))
                .ifPresent(told::tell));
        if (!admitted) {
            door.refuse("OVERFLOW", "too many orders at once");
        }
    }

    /** Applies an order if it is news. */
    private Optional<Taken> take(Order order, String text) {
        Optional<Wish> before = book.find(order.wish().key()).map(Order::wish);
        Answer answer = book.take(order, text);
        if (answer == Answer.FULL) {
            door.refuse(answer.name(), order.wish().key());
        }
        if (answer != Answer.TAKEN) {
            return Optional.empty();
        }
        effects.apply(order.wish());
        return Optional.of(new Taken(order, before));
    }

    private void subscribe() {
        ordered.renew()
                .onFailure(cause -> log.atWarn()
                        .addKeyValue("cause", cause.toString())
                        .log("could not subscribe to orders, the map still has them"));
    }

    /** What the map has, against what is known here. */
    private final class Reading implements AntiEntropy.Reader {
        private final Map<String, String> seen = new HashMap<>();
        private final List<Taken> taken = new ArrayList<>();
        private boolean first = true;

        @Override
        public void onEntry(String text) {
            String known = book.keyOf(text);
            if (known != null) {
                seen.put(known, text);
            } else {
                door.receive(text).ifPresent(order -> {
                    seen.put(order.wish().key(), text);
                    take(order, text).ifPresent(taken::add);
                });
            }
        }

        @Override
        public void onReachable() {
            subscribe();
        }

        @Override
        public void onRead() {
            book.forget(clock.millis()).forEach(this::remove);
            putBack();
            told.tellAll(taken, first);
            first = false;
            seen.clear();
            taken.clear();
            started.tryComplete();
        }

        @Override
        public void onUnread() {
            started.tryComplete();
        }

        private void putBack() {
            book.entries().stream()
                    .filter(entry -> !entry.text().equals(seen.get(entry.key())))
                    .limit(MOST_PUT_BACK)
                    .forEach(entry -> registry.replaceOrder(
                                    entry.key(), Optional.ofNullable(seen.get(entry.key())), entry.text())
                            .onSuccess(written -> onPutBack(entry.key(), written))
                            .onFailure(cause -> onFailed(entry.key(), cause)));
        }

        private void remove(OrderBook.Entry over) {
            registry.removeOrder(over.key(), over.text()).onFailure(cause -> onFailed(over.key(), cause));
        }

        private static void onPutBack(String key, boolean written) {
            if (written) {
                log.atInfo().addKeyValue("key", key).log("the cluster had forgotten an order, it was put back");
            }
        }

        private static void onFailed(String key, Throwable cause) {
            log.atDebug()
                    .addKeyValue("key", key)
                    .addKeyValue("cause", cause.toString())
                    .log("an order could not be put right in the map");
        }
    }
}
