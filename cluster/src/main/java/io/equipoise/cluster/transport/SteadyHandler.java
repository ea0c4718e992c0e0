package io.equipoise.cluster.transport;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;

/** A handler of Netty's, with other registrations of sockets. Owned by its loop. */
final class SteadyHandler implements IoHandler {
    private final IoHandler netty;
    private final Registrar registrar;

    /** Registers what shall be registered in another way. */
    interface Registrar {
        /** Registers the handle with the handler of Netty's. */
        IoRegistration register(IoHandler netty, IoHandle handle) throws Exception;
    }

    SteadyHandler(IoHandler netty, Registrar registrar) {
        this.netty = netty;
        this.registrar = registrar;
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return registrar.register(netty, handle);
    }

    @Override
    public void initialize() {
        netty.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        return netty.run(context);
    }

    @Override
    public void prepareToDestroy() {
        netty.prepareToDestroy();
    }

    @Override
    public void destroy() {
        netty.destroy();
    }

    @Override
    public void wakeup() {
        netty.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return netty.isCompatible(handleType);
    }
}
