package io.equipoise.balancer.config;

import java.util.List;
import java.util.Map;

/**
 * All that can be said of a balancer.
 *
 * @param listeners where clients connect; at least one
 * @param services how each named service is carried; a listener's service that is not here has the defaults
 * @param registration which announced backends are let in
 * @param drain how a balancer leaves
 * @param metrics what is counted of sessions
 * @param accessLog which sessions are logged
 * @param decisions how many choices of a backend are explained
 * @param admin where the admin API listens
 * @param kubernetes what it does with the Kubernetes that it runs on
 * @param loops event loops that carry sessions; 0 is one per available processor
 * @param zone where this balancer runs; empty when not said
 */
public record BalancerConfig(
        List<ListenerConfig> listeners,
        Map<String, ServiceConfig> services,
        RegistrationConfig registration,
        DrainConfig drain,
        MetricsConfig metrics,
        AccessLogConfig accessLog,
        DecisionsConfig decisions,
        AdminConfig admin,
        KubernetesConfig kubernetes,
        int loops,
        String zone) {

    public BalancerConfig {
        listeners = List.copyOf(listeners);
        services = Map.copyOf(services);
    }

    /** How that service is carried. */
    public ServiceConfig service(String name) {
        return services.getOrDefault(name, ServiceConfig.DEFAULTS);
    }
}
