package io.equipoise.balancer.config;

import io.equipoise.cluster.launch.ConfigReader;
import io.equipoise.cluster.launch.InvalidConfig;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes records of a balancer's JSON; whatever is not said has its default. The schema beside this class has looked at
 * each key by itself; what keys must not be together is looked at here.
 */
public final class BalancerConfigReader {
    /** Class-path resource of the schema. */
    public static final String SCHEMA = "io/equipoise/balancer/config/balancer.schema.json";

    private static final String DEFAULT_SERVICE = "default";
    private static final int DEFAULT_PORT = 8_080;

    private BalancerConfigReader() {}

    /**
     * Reads it.
     *
     * @throws InvalidConfig naming the first key that is wrong, its value and what is allowed
     */
    public static BalancerConfig read(JsonObject json) {
        ConfigReader top = ConfigReader.of(json);
        List<ConfigReader> sections = top.sections("listeners");
        BalancerConfig config = new BalancerConfig(
                listeners(sections),
                services(top),
                registration(top),
                drain(top.section("drain")),
                metrics(top.section("metrics")),
                accessLog(top.section("accessLog")),
                decisions(top.section("decisions")),
                admin(top.section("admin")),
                kubernetes(top),
                top.integer("loops", 0),
                top.text("zone", ""));
        ListenerChecks.check(config.listeners(), sections);
        return config;
    }

    private static List<ListenerConfig> listeners(List<ConfigReader> sections) {
        List<ListenerConfig> listeners = new ArrayList<>();
        for (ConfigReader section : sections) {
            listeners.add(listener(section, "listener-" + listeners.size()));
        }
        return listeners.isEmpty() ? List.of(listener(ConfigReader.of(new JsonObject()), DEFAULT_SERVICE)) : listeners;
    }

    private static ListenerConfig listener(ConfigReader section, String name) {
        return new ListenerConfig(
                section.text("name", name),
                section.text("host", "0.0.0.0"),
                section.integer("port", DEFAULT_PORT),
                section.text("service", DEFAULT_SERVICE),
                section.integer("backlog", ListenerConfig.DEFAULT_BACKLOG));
    }

    private static Map<String, ServiceConfig> services(ConfigReader top) {
        Map<String, ServiceConfig> services = new LinkedHashMap<>();
        top.named("services").forEach((name, section) -> services.put(name, ServiceConfigReader.read(section)));
        return services;
    }

    private static RegistrationConfig registration(ConfigReader top) {
        ConfigReader section = top.section("registration");
        RegistrationConfig absent = RegistrationConfig.DEFAULTS;
        int minPort = section.integer("minPort", absent.minPort());
        int maxPort = section.integer("maxPort", absent.maxPort());
        if (maxPort < minPort) {
            throw section.invalid("maxPort", "minPort, which is " + minPort + ", or more");
        }
        return new RegistrationConfig(
                section.texts("allowedNetworks"),
                minPort,
                maxPort,
                top.section("cluster").text("secret"));
    }

    private static DrainConfig drain(ConfigReader section) {
        DrainConfig absent = DrainConfig.DEFAULTS;
        return new DrainConfig(
                section.duration("lameDuck", absent.lameDuck()), section.duration("deadline", absent.deadline()));
    }

    private static MetricsConfig metrics(ConfigReader section) {
        MetricsConfig absent = MetricsConfig.DEFAULTS;
        return new MetricsConfig(
                section.flag("enabled", absent.enabled()),
                section.integer("backendHistograms", absent.backendHistograms()));
    }

    private static AccessLogConfig accessLog(ConfigReader section) {
        AccessLogConfig absent = AccessLogConfig.DEFAULTS;
        return new AccessLogConfig(
                section.flag("enabled", absent.enabled()), section.number("sample", absent.sample()));
    }

    private static DecisionsConfig decisions(ConfigReader section) {
        DecisionsConfig absent = DecisionsConfig.DEFAULTS;
        return new DecisionsConfig(
                section.flag("enabled", absent.enabled()), section.integer("perSecond", absent.perSecond()));
    }

    private static KubernetesConfig kubernetes(ConfigReader top) {
        KubernetesConfig absent = KubernetesConfig.DEFAULTS;
        ConfigReader section = top.section("kubernetes");
        ConfigReader cost = section.section("deletionCost");
        DeletionCostConfig deletionCost = new DeletionCostConfig(
                cost.flag("enabled", absent.deletionCost().enabled()),
                cost.duration("every", absent.deletionCost().every()));
        if (deletionCost.enabled() && !metrics(top.section("metrics")).enabled()) {
            throw cost.invalid("enabled", "false as long as metrics.enabled is false: it counts no sessions then");
        }
        return new KubernetesConfig(section.text("serviceAccount", absent.serviceAccount()), deletionCost);
    }

    private static AdminConfig admin(ConfigReader section) {
        AdminConfig absent = AdminConfig.DEFAULTS;
        AdminConfig admin = new AdminConfig(
                section.text("host", absent.host()),
                section.integer("port", absent.port()),
                adminTokens(section),
                section.flag("publicReads", absent.publicReads()));
        if (!admin.isLoopback() && admin.tokens().isEmpty()) {
            throw section.invalid(
                    "host",
                    "a loopback address as long as admin.token is missing: set the token, for"
                            + " example to ${env:EQUIPOISE_ADMIN_TOKEN}");
        }
        return admin;
    }

    private static Map<String, String> adminTokens(ConfigReader section) {
        Map<String, String> tokens = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        section.text("token").ifPresent(token -> {
            tokens.put(AdminConfig.UNNAMED, token);
            seen.add(token);
        });
        section.namedTexts("tokens").forEach((name, token) -> {
            String path = section.path("tokens") + "." + name;
            if (tokens.putIfAbsent(name, token) != null) {
                throw new InvalidConfig(path + " has the name of " + section.path("token") + "; allowed is another");
            }
            if (!seen.add(token)) {
                throw new InvalidConfig(path + " is the token of another name too; allowed is one of its own");
            }
        });
        return tokens;
    }
}
