package io.equipoise.balancer.orders;

import io.equipoise.balancer.control.PoolUpdates;
import io.equipoise.balancer.discovery.StaticBackend;
import io.equipoise.balancer.discovery.StaticDiscovery;
import io.equipoise.balancer.orders.OrderRefused.Reason;
import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.BackendPool;
import io.equipoise.balancer.pool.ServiceView;
import io.equipoise.balancer.selection.SelectionPolicy;
import io.equipoise.cluster.registry.BackendState;
import io.equipoise.cluster.registry.Order;
import io.equipoise.cluster.registry.Wish;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Takes orders from operators. Done is an order that stands in the cluster's map and that this balancer's pool shows; one
 * that is not taken fails with {@link OrderRefused} and changes nothing. Control loop only, but for what says otherwise.
 */
public final class Orders implements StandingOrders {
    private final OrderBook book;
    private final OrderExchange exchange;
    private final OrderEffects effects;
    private final BackendPool pool;
    private final PoolUpdates updates;
    private final StaticDiscovery statics;

    /** Not started yet. */
    public Orders(
            OrderBook book,
            OrderExchange exchange,
            OrderEffects effects,
            BackendPool pool,
            PoolUpdates updates,
            StaticDiscovery statics) {
        this.book = book;
        this.exchange = exchange;
        this.effects = effects;
        this.pool = pool;
        this.updates = updates;
        this.statics = statics;
    }

    /** Is told of every order; to be added before the start. */
    public void addListener(OrderListener listener) {
        exchange.told().addListener(listener);
    }

    /** Applies what the cluster has; done when that was read, or the cluster did not answer. Never fails. */
    public Future<Void> start() {
        return exchange.start();
    }

    /** The cluster may have changed while it was out of reach: compares with it again. */
    public void catchUp() {
        exchange.catchUp();
    }

    /** Orders the state or the weight of the backend of that id, whichever start of it is there now or later. */
    public Future<Void> changeBackend(String id, BackendChange change, Author by) {
        boolean known = pool.node(id) != null
                || statics.find(id) != null
                || book.find(Wish.backendKey(id)).isPresent();
        if (!known || id.length() > Order.LONGEST_ID) {
            return refused(Reason.NOT_FOUND, "no backend has the id " + id);
        }
        return write(Wish.backendKey(id), current -> changed(id, current, change), by);
    }

    /** Orders how a service chooses; empty is the configured policy again. */
    public Future<Void> policy(String service, Optional<SelectionPolicy> policy, Author by) {
        boolean known = pool.snapshot().service(service) != null
                || book.find(Wish.serviceKey(service)).isPresent();
        if (!known || service.length() > Order.LONGEST_ID) {
            return refused(Reason.NOT_FOUND, "no service has the name " + service);
        }
        return write(
                Wish.serviceKey(service),
                current -> new Wish.OfService(service, policy.map(SelectionPolicy::wireName)),
                by);
    }

    /**
     * Adds a backend that does not announce itself, or brings one of the configuration back that was removed. A name must
     * have an address now; it is looked up again and again from then on.
     *
     * @param weight its share, 0 to 256
     * @return what is in the pool
     */
    public Future<Backend> addStatic(String service, String host, int port, int weight, Author by) {
        StaticBackend backend = effects.staticBackend(service, host, port, weight);
        String id = statics.idOf(backend);
        if (!Order.isHost(host) || !Order.isName(service) || id.length() > Order.LONGEST_ID) {
            return refused(
                    Reason.INVALID, "host is an IP address or a host name, service a name of at most 64 characters");
        }
        if (statics.find(id) != null) {
            return refused(Reason.CONFLICT, id + " is there already");
        }
        return statics.resolve(host)
                .recover(
                        cause -> refused(Reason.INVALID, "the host " + host + " has no address: " + cause.getMessage()))
                .map(addresses -> addresses.get(0))
                .compose(address -> addStatic(id, backend, address, by));
    }

    private Future<Backend> addStatic(String id, StaticBackend backend, InetAddress address, Author by) {
        InetSocketAddress place = new InetSocketAddress(address, backend.port());
        Optional<String> obstacle = obstacle(backend.service(), place);
        if (obstacle.isPresent()) {
            return refused(Reason.CONFLICT, obstacle.get());
        }
        effects.onLookedUp(id, address);
        return write(Wish.staticKey(id), current -> added(id, backend, current), by)
                .onComplete(over -> effects.forgetLookedUp(id))
                .compose(written -> Optional.ofNullable(pool.node(id))
                        .map(node -> Future.succeededFuture(node.backend()))
                        .orElseGet(() -> refused(Reason.CONFLICT, "this balancer cannot have it; its log says why")));
    }

    /** Removes a backend that does not announce itself; its sessions run on. */
    public Future<Void> removeStatic(String id, Author by) {
        StaticBackend present = statics.find(id);
        if (present == null) {
            return pool.node(id) == null
                    ? refused(Reason.NOT_FOUND, "no backend has the id " + id)
                    : refused(Reason.CONFLICT, id + " announces itself and would be back at once; drain it");
        }
        Wish.Presence gone = statics.isConfigured(id) ? Wish.Presence.GONE : Wish.Presence.FORGOTTEN;
        return write(Wish.staticKey(id), current -> wish(id, present, gone), by);
    }

    @Override
    public Optional<StandingOrder> ofBackend(String id) {
        return book.standing(Wish.backendKey(id)).or(() -> book.standing(Wish.staticKey(id)));
    }

    @Override
    public Optional<StandingOrder> ofService(String service) {
        return book.standing(Wish.serviceKey(service));
    }

    private Future<Void> write(String key, OrderExchange.Change change, Author by) {
        return exchange.write(key, change, by).map(written -> {
            updates.flush();
            return null;
        });
    }

    /** Why no static backend of the service can be there. */
    private Optional<String> obstacle(String service, InetSocketAddress place) {
        if (statics.isOwnListener(place)) {
            return Optional.of(place + " is a listener of this balancer; connections would go in circles");
        }
        ServiceView view = pool.snapshot().service(service);
        return view == null
                ? Optional.empty()
                : view.nodes().stream()
                        .map(BackendNode::backend)
                        .filter(backend -> backend.address().equals(place))
                        .findFirst()
                        .map(backend -> backend.id() + " is at that address already");
    }

    private static Wish changed(String id, Optional<Wish> current, BackendChange change) {
        Wish.OfBackend before = current.filter(Wish.OfBackend.class::isInstance)
                .map(Wish.OfBackend.class::cast)
                .orElse(new Wish.OfBackend(id, BackendState.READY, OptionalInt.empty()));
        return new Wish.OfBackend(
                id,
                change.mode().map(Orders::state).orElse(before.state()),
                change.changesWeight() ? change.weight() : before.weight());
    }

    /** Another balancer may have added it while this one looked up its name. */
    private static Wish added(String id, StaticBackend backend, Optional<Wish> current) throws OrderRefused {
        if (current.isPresent()
                && current.get() instanceof Wish.OfStatic other
                && other.presence() == Wish.Presence.THERE) {
            throw new OrderRefused(Reason.CONFLICT, id + " is there already");
        }
        return wish(id, backend, Wish.Presence.THERE);
    }

    private static Wish wish(String id, StaticBackend backend, Wish.Presence presence) {
        return new Wish.OfStatic(id, backend.service(), backend.host(), backend.port(), backend.weight(), presence);
    }

    private static BackendState state(Backend.Mode mode) {
        return switch (mode) {
            case READY -> BackendState.READY;
            case DRAINING -> BackendState.DRAINING;
            case MAINTENANCE -> BackendState.MAINTENANCE;
        };
    }

    private static <T> Future<T> refused(Reason reason, String message) {
        return Future.failedFuture(new OrderRefused(reason, message));
    }
}
