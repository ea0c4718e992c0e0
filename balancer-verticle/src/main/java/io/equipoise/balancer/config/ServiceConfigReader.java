package io.equipoise.balancer.config;

import io.equipoise.balancer.config.ServiceConfig.StaticBackend;
import io.equipoise.cluster.launch.ConfigReader;
import io.equipoise.cluster.launch.HostPort;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes records of one service's JSON. */
final class ServiceConfigReader {
    private static final int DEFAULT_WEIGHT = 100;
    private static final String ADDRESS = "address";

    private ServiceConfigReader() {}

    static ServiceConfig read(ConfigReader section) {
        ServiceConfig absent = ServiceConfig.DEFAULTS;
        return new ServiceConfig(
                section.text("policy", absent.policy()),
                backends(section),
                section.integer("maxConnectionsPerBackend", absent.maxConnectionsPerBackend()),
                section.integer("panicPercent", absent.panicPercent()),
                health(section.section("health")),
                connect(section.section("connect")),
                queue(section.section("queue")),
                relay(section.section("relay")));
    }

    private static List<StaticBackend> backends(ConfigReader service) {
        List<StaticBackend> backends = new ArrayList<>();
        Set<HostPort> seen = new HashSet<>();
        for (ConfigReader section :
                service.sections("backends", text -> Optional.of(new JsonObject().put(ADDRESS, text)))) {
            HostPort address = section.address(ADDRESS).orElseThrow(() -> section.invalid(ADDRESS, "\"host:port\""));
            if (!seen.add(address)) {
                throw section.invalid(ADDRESS, "each address once in a service");
            }
            backends.add(new StaticBackend(address.host(), address.port(), section.integer("weight", DEFAULT_WEIGHT)));
        }
        return backends;
    }

    private static HealthConfig health(ConfigReader section) {
        HealthConfig absent = HealthConfig.DEFAULTS;
        return new HealthConfig(
                section.duration("interval", absent.interval()),
                section.duration("timeout", absent.timeout()),
                section.duration("downInterval", absent.downInterval()),
                section.integer("rise", absent.rise()),
                section.integer("fall", absent.fall()),
                section.duration("sessionGrace", absent.sessionGrace()),
                section.text("send"),
                section.text("expect"),
                section.integer("ejectAfter", absent.ejectAfter()),
                section.duration("ejectFor", absent.ejectFor()));
    }

    private static ConnectConfig connect(ConfigReader section) {
        ConnectConfig absent = ConnectConfig.DEFAULTS;
        return new ConnectConfig(
                section.duration("timeout", absent.timeout()),
                section.integer("attempts", absent.attempts()),
                section.duration("deadline", absent.deadline()),
                section.bytes("replay", absent.replayBytes()));
    }

    private static QueueConfig queue(ConfigReader section) {
        QueueConfig absent = QueueConfig.DEFAULTS;
        return new QueueConfig(
                section.integer("places", absent.places()), section.duration("timeout", absent.timeout()));
    }

    private static RelayConfig relay(ConfigReader section) {
        RelayConfig absent = RelayConfig.DEFAULTS;
        return new RelayConfig(
                section.duration("idleTimeout", absent.idleTimeout()),
                section.duration("halfOpenTimeout", absent.halfOpenTimeout()),
                section.duration("clientFirstByteTimeout", absent.clientFirstByteTimeout()),
                section.duration("maxLifetime", absent.maxLifetime()),
                section.bytes("buffer", absent.bufferBytes()),
                section.bytes("spliceAfter", absent.spliceAfterBytes()));
    }
}
