package io.equipoise.cluster.registry;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.AsyncMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The cluster-wide maps of backends, balancers and orders; the only class that touches them. Backends and balancers stay
 * as long as their owner's lease, orders until they are replaced or removed. Every call is bounded: a cluster that does not answer fails the future instead of hanging its caller.
 */
public final class SharedRegistry {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final AsyncMap<String, String> backends;
    private final AsyncMap<String, String> balancers;
    private final AsyncMap<String, String> orders;
    private final Envelope envelope;

    private SharedRegistry(
            AsyncMap<String, String> backends,
            AsyncMap<String, String> balancers,
            AsyncMap<String, String> orders,
            Envelope envelope) {
        this.backends = backends;
        this.balancers = balancers;
        this.orders = orders;
        this.envelope = envelope;
    }

    /** Opens the maps; without a cluster they are local to this Vert.x. */
    public static Future<SharedRegistry> open(Vertx vertx, Envelope envelope) {
        Future<AsyncMap<String, String>> backends = vertx.sharedData().getAsyncMap(Addresses.BACKENDS_MAP);
        Future<AsyncMap<String, String>> balancers = vertx.sharedData().getAsyncMap(Addresses.BALANCERS_MAP);
        Future<AsyncMap<String, String>> orders = vertx.sharedData().getAsyncMap(Addresses.ORDERS_MAP);
        return Future.all(backends, balancers, orders)
                .map(all -> new SharedRegistry(backends.result(), balancers.result(), orders.result(), envelope));
    }

    /** Writes or renews a backend; the entry ends with the lease. */
    public Future<Void> put(Registration registration) {
        String text = envelope.seal(Envelope.Kind.REGISTRATION, registration.toJson());
        return bounded(backends.put(registration.id(), text, registration.leaseMillis()));
    }

    /**
     * Writes a backend that starts, unless the same or a later start of it stands there already, or somebody else
     * writes its entry at this moment; says whether it was written. What cannot be read is overwritten.
     */
    public Future<Boolean> claim(Registration registration) {
        return putIfAbsent(registration).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(true);
            }
            if (read(found.get())
                    .filter(other -> other.incarnation() >= registration.incarnation())
                    .isPresent()) {
                return Future.succeededFuture(false);
            }
            // Removed and put, not replaced: Hazelcast replaces without a time to live, and the entry of one that then
            // dies would stay.
            return bounded(backends.removeIfPresent(registration.id(), found.get()))
                    .compose(removed ->
                            removed ? putIfAbsent(registration).map(Optional::isEmpty) : Future.succeededFuture(false));
        });
    }

    /** What stood there and still does; empty when the registration was written. */
    private Future<Optional<String>> putIfAbsent(Registration registration) {
        String text = envelope.seal(Envelope.Kind.REGISTRATION, registration.toJson());
        return bounded(backends.putIfAbsent(registration.id(), text, registration.leaseMillis()))
                .map(Optional::ofNullable);
    }

    /** The newest registration under that id; empty when there is none that can be read. */
    public Future<Optional<Registration>> find(String id) {
        return bounded(backends.get(id)).map(this::read);
    }

    /** Removes a backend, unless a later start of it stands there already. */
    public Future<Void> remove(String id, long incarnation) {
        return bounded(backends.get(id)).compose(text -> {
            Optional<Registration> found = read(text);
            if (found.isPresent() && found.get().incarnation() > incarnation) {
                return Future.succeededFuture();
            }
            return text == null
                    ? Future.succeededFuture()
                    : bounded(backends.removeIfPresent(id, text)).mapEmpty();
        });
    }

    /** Every entry's sealed text, to be opened like an announcement from the bus. */
    public Future<List<String>> sealedBackends() {
        return bounded(backends.entries()).map(Map::values).map(ArrayList::new);
    }

    /** Writes or renews a balancer's listeners. */
    public Future<Void> put(BalancerRecord balancer) {
        return bounded(balancers.put(balancer.id(), balancer.toJson().encode(), balancer.leaseMillis()));
    }

    /** Removes a balancer that leaves. */
    public Future<Void> removeBalancer(String id) {
        return bounded(balancers.remove(id)).mapEmpty();
    }

    /** The balancers whose lease holds; entries that cannot be read are left out. */
    public Future<List<BalancerRecord>> balancers() {
        return bounded(balancers.entries()).map(entries -> {
            List<BalancerRecord> readable = new ArrayList<>();
            entries.values().forEach(text -> readBalancer(text).ifPresent(readable::add));
            return readable;
        });
    }

    /** The ids of the balancers whose lease holds. */
    public Future<Set<String>> balancerIds() {
        return bounded(balancers.keys());
    }

    /** Every order's sealed text, to be opened like one from the bus. */
    public Future<List<String>> sealedOrders() {
        return bounded(orders.entries()).map(Map::values).map(ArrayList::new);
    }

    /** The sealed text of the order under that key; empty when there is none. */
    public Future<Optional<String>> sealedOrder(String key) {
        return bounded(orders.get(key)).map(Optional::ofNullable);
    }

    /**
     * Writes an order's sealed text in place of the one that was read, unless another was written meanwhile; says whether
     * it was written. When the cluster does not answer in time it may still be written later.
     */
    public Future<Boolean> replaceOrder(String key, Optional<String> read, String text) {
        return read.isPresent()
                ? bounded(orders.replaceIfPresent(key, read.get(), text))
                : bounded(orders.putIfAbsent(key, text)).map(Objects::isNull);
    }

    /** Removes an order, unless another was written in its place. */
    public Future<Void> removeOrder(String key, String read) {
        return bounded(orders.removeIfPresent(key, read)).mapEmpty();
    }

    private Optional<Registration> read(String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Registration.fromJson(envelope.open(Envelope.Kind.REGISTRATION, text)));
        } catch (InvalidMessage e) {
            return Optional.empty();
        }
    }

    private static Optional<BalancerRecord> readBalancer(String text) {
        try {
            return Optional.of(BalancerRecord.fromJson(new JsonObject(text)));
        } catch (InvalidMessage | DecodeException e) {
            return Optional.empty();
        }
    }

    private static <T> Future<T> bounded(Future<T> future) {
        return future.timeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
