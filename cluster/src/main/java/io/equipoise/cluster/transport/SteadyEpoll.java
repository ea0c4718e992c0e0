package io.equipoise.cluster.transport;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.EpollIoHandler;
import io.vertx.core.impl.transports.EpollTransport;
import io.vertx.core.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Netty's epoll transport, for {@code Vertx.builder().withTransport(...)}, cured by {@link SteadyEpollRegistration} of what
 * Netty 4.2.13 to 4.2.18 does to half-closed and paused connections. Vert.x has no public way to change a transport's
 * I/O handler, hence the imports of its implementation.
 */
public final class SteadyEpoll implements Transport {
    private final Sockets epoll = new Sockets();

    /** What Vert.x takes its channels from. */
    static final class Sockets extends EpollTransport {
        @Override
        public IoHandlerFactory ioHandlerFactory() {
            IoHandlerFactory netty = EpollIoHandler.newFactory();
            return executor -> new SteadyHandler(
                    netty.newHandler(executor), (epoll, handle, handler) -> SteadyEpollRegistration.of(epoll, handle));
        }
    }

    @Override
    public String name() {
        return "epoll";
    }

    @Override
    public boolean available() {
        return epoll.isAvailable();
    }

    @Override
    public @Nullable Throwable unavailabilityCause() {
        return epoll.unavailabilityCause();
    }

    @Override
    public io.vertx.core.spi.transport.Transport implementation() {
        return epoll;
    }
}
