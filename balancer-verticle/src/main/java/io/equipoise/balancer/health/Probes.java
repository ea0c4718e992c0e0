package io.equipoise.balancer.health;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** The probes of each service, made when they are first asked for. Control loop only. */
public final class Probes {
    private final Function<String, Probe> makeTcp;
    private final Function<String, Probe> makePing;
    private final Map<String, Probe> tcp = new HashMap<>();
    private final Map<String, Probe> ping = new HashMap<>();

    Probes(Function<String, Probe> makeTcp, Function<String, Probe> makePing) {
        this.makeTcp = makeTcp;
        this.makePing = makePing;
    }

    /**
     * Probes over the network and the bus of that Vert.x.
     *
     * @param balancerId who asks; unique for each start of a balancer
     * @param rules the rules of a service, by its name
     */
    public static Probes over(
            Vertx vertx, String balancerId, Function<String, HealthRules> rules, RandomGenerator random) {
        return new Probes(
                service -> tcp(vertx, rules.apply(service)),
                service -> new EventBusPing(
                        vertx.eventBus(), balancerId, rules.apply(service).timeout(), random));
    }

    /** Connects to backends of that service. */
    Probe tcp(String service) {
        return tcp.computeIfAbsent(service, makeTcp);
    }

    /** Pings backends of that service. */
    Probe ping(String service) {
        return ping.computeIfAbsent(service, makePing);
    }

    private static Probe tcp(Vertx vertx, HealthRules rules) {
        NetClient client = vertx.createNetClient(new NetClientOptions()
                .setConnectTimeout((int) rules.timeout().toMillis())
                .setTcpNoDelay(true));
        return new TcpConnect(client, rules.timeout(), rules.send(), rules.expect());
    }
}
