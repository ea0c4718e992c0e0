package io.equipoise.balancer.proxy;

import io.equipoise.cluster.transport.SteadyEpoll;
import io.vertx.core.Vertx;
import io.vertx.core.transport.Transport;

/** The transports that the data path is to behave alike on. */
enum Net {
    NIO,
    EPOLL;

    Vertx vertx() {
        Transport transport = this == NIO ? Transport.NIO : new SteadyEpoll();
        return Vertx.builder().withTransport(transport).build();
    }
}
