package io.equipoise.balancer.config;

import java.util.List;

/**
 * How one service is carried.
 *
 * @param policy name of the selection policy
 * @param backends those that the configuration names, beside those that announce themselves
 * @param maxConnectionsPerBackend connections open at once from this balancer to one backend; 0 is without limit
 * @param panicPercent below this share of healthy backends health is ignored, 0 (never) to 100 [Envoy 50]
 * @param health how backends are probed
 * @param connect how a backend connection is made
 * @param queue where sessions wait while all backends are full
 * @param relay how bytes are carried
 */
public record ServiceConfig(
        String policy,
        List<StaticBackend> backends,
        int maxConnectionsPerBackend,
        int panicPercent,
        HealthConfig health,
        ConnectConfig connect,
        QueueConfig queue,
        RelayConfig relay) {

    /** What a service has that says nothing. */
    public static final ServiceConfig DEFAULTS = new ServiceConfig(
            "least-connections",
            List.of(),
            0,
            50,
            HealthConfig.DEFAULTS,
            ConnectConfig.DEFAULTS,
            QueueConfig.DEFAULTS,
            RelayConfig.DEFAULTS);

    public ServiceConfig {
        backends = List.copyOf(backends);
    }

    /**
     * A backend that the configuration names.
     *
     * @param host address or name
     * @param port TCP port
     * @param weight its share against others, 1 to 256
     */
    public record StaticBackend(String host, int port, int weight) {}
}
