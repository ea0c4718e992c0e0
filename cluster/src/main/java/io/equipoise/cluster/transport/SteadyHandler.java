package io.equipoise.cluster.transport;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;

/** A handler of Netty's, with other registrations of sockets. Owned by its loop. */
final class SteadyHandler implements IoHandler {
    private final IoHandler netty;
    private final Registrar registrar;
    private long looks;
    private long lookTaken;

    /** Registers what shall be registered in another way. */
    interface Registrar {
        /** Registers the handle with the handler of Netty's, which this one stands around. */
        IoRegistration register(IoHandler netty, IoHandle handle, SteadyHandler handler) throws Exception;
    }

    /** A handle that wants to know what was found before it came: descriptors are used again. */
    interface Newcomer {
        void registeredIn(SteadyHandler handler);
    }

    SteadyHandler(IoHandler netty, Registrar registrar) {
        this.netty = netty;
        this.registrar = registrar;
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        if (handle instanceof Newcomer newcomer) {
            newcomer.registeredIn(this);
        }
        return registrar.register(netty, handle, this);
    }

    /** How often it has looked at its sockets; what it finds belongs to the last of these looks. */
    long looks() {
        return looks;
    }

    /** Gives the first place of a look, once; whether it was still free. */
    boolean takeFirst() {
        boolean isFree = lookTaken != looks;
        lookTaken = looks;
        return isFree;
    }

    @Override
    public void initialize() {
        netty.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        looks++;
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
