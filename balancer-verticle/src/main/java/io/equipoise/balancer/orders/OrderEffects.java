package io.equipoise.balancer.orders;

import io.equipoise.balancer.discovery.StaticBackend;
import io.equipoise.balancer.discovery.StaticDiscovery;
import io.equipoise.balancer.pool.Backend.Mode;
import io.equipoise.balancer.pool.PoolUpdate;
import io.equipoise.balancer.selection.SelectionPolicy;
import io.equipoise.cluster.registry.BackendState;
import io.equipoise.cluster.registry.Wish;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an order does to this balancer: an update of the pool, or a static backend that comes or goes. Control loop only. */
public final class OrderEffects {
    private static final Logger log = LoggerFactory.getLogger(OrderEffects.class);

    private final Consumer<PoolUpdate> updates;
    private final StaticDiscovery statics;
    private final Function<String, SelectionPolicy> configured;
    private final ToIntFunction<String> maxConnections;
    private final Map<String, InetAddress> lookedUp = new HashMap<>();

    /**
     * Changes that pool.
     *
     * @param configured the policy that the configuration has for a service
     * @param maxConnections how many connections a static backend of a service may have from here; 0 is without limit
     */
    public OrderEffects(
            Consumer<PoolUpdate> updates,
            StaticDiscovery statics,
            Function<String, SelectionPolicy> configured,
            ToIntFunction<String> maxConnections) {
        this.updates = updates;
        this.statics = statics;
        this.configured = configured;
        this.maxConnections = maxConnections;
    }

    /** The static backend that would be added so. */
    StaticBackend staticBackend(String service, String host, int port, int weight) {
        return new StaticBackend(service, host, port, weight, maxConnections.applyAsInt(service));
    }

    /** The host of the static backend that is about to be added under that id has that address. */
    void onLookedUp(String id, InetAddress address) {
        lookedUp.put(id, address);
    }

    void forgetLookedUp(String id) {
        lookedUp.remove(id);
    }

    void apply(Wish wish) {
        if (wish instanceof Wish.OfBackend of) {
            updates.accept(new PoolUpdate.Ordered(of.id(), mode(of.state()), of.weight()));
        } else if (wish instanceof Wish.OfService of) {
            choose(of);
        } else if (wish instanceof Wish.OfStatic of && of.presence() == Wish.Presence.THERE) {
            statics.add(
                    of.id(),
                    staticBackend(of.service(), of.host(), of.port(), of.weight()),
                    Optional.ofNullable(lookedUp.get(of.id())));
        } else if (wish instanceof Wish.OfStatic of) {
            statics.remove(of.id(), "an operator removed it");
        }
    }

    private void choose(Wish.OfService of) {
        Optional<SelectionPolicy> ordered = of.policy().flatMap(SelectionPolicy::named);
        if (ordered.isEmpty() && of.policy().isPresent()) {
            log.atWarn()
                    .addKeyValue("service", of.service())
                    .addKeyValue("policy", of.policy().get())
                    .log("an ordered policy is not known to this version, the configured one holds");
        }
        SelectionPolicy policy = ordered.orElseGet(() -> configured.apply(of.service()));
        updates.accept(new PoolUpdate.PolicyChanged(of.service(), policy.wireName(), policy.factory()));
    }

    private static Mode mode(BackendState state) {
        return switch (state) {
            case READY -> Mode.READY;
            case DRAINING -> Mode.DRAINING;
            case MAINTENANCE -> Mode.MAINTENANCE;
        };
    }
}
