package io.equipoise.balancer.config;

/**
 * One port that clients connect to.
 *
 * @param name to show, unique
 * @param host address to bind
 * @param port TCP port to bind; 0 is any free one
 * @param service where its connections go
 * @param backlog connections that the kernel holds until they are accepted
 */
public record ListenerConfig(String name, String host, int port, String service, int backlog) {
    /** Connections that the kernel holds until they are accepted. */
    public static final int DEFAULT_BACKLOG = 4_096;
}
