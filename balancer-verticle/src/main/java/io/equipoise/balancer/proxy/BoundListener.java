package io.equipoise.balancer.proxy;

/**
 * A listener that accepts clients.
 *
 * @param name as configured
 * @param service where its connections go
 * @param host the address it is bound to
 * @param port the TCP port it is bound to, also when any free one was asked for
 */
public record BoundListener(String name, String service, String host, int port) {}
