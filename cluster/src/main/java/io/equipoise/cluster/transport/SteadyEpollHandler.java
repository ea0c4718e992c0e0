package io.equipoise.cluster.transport;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;

/**
 * Netty's epoll, with other registrations of sockets: see {@link SteadyRegistration}.
 *
 * <p>Since 4.2.13 (netty/netty#16689) Netty takes a socket it waits for nothing of out of epoll, and cannot put it back:
 * the next wish fails with ENOENT. A client that half-closes and then reads slowly loses the rest of its answer; a
 * listening socket that paused never accepts again.
 */
final class SteadyEpollHandler implements IoHandler {
    private final IoHandler epoll;

    SteadyEpollHandler(IoHandler epoll) {
        this.epoll = epoll;
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return handle instanceof EpollIoHandle socket ? SteadyRegistration.of(epoll, socket) : epoll.register(handle);
    }

    @Override
    public void initialize() {
        epoll.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        return epoll.run(context);
    }

    @Override
    public void prepareToDestroy() {
        epoll.prepareToDestroy();
    }

    @Override
    public void destroy() {
        epoll.destroy();
    }

    @Override
    public void wakeup() {
        epoll.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return epoll.isCompatible(handleType);
    }
}
