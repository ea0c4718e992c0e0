package io.equipoise.cluster.transport;

import io.netty.channel.Channel;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoRegistration;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a socket and its I/O handler, and passes on what it does not change: to the socket it is the registration,
 * to the handler the socket. Owned by the socket's loop.
 */
@SuppressWarnings("NullAway.Init") // the registration is made by registering this
abstract class SteadyRegistration implements IoRegistration, IoHandle {
    private final IoHandle socket;
    private IoRegistration registration;

    SteadyRegistration(IoHandle socket) {
        this.socket = socket;
    }

    /** Registers this in the place of its socket. */
    final IoRegistration in(IoHandler handler) throws Exception {
        registration = handler.register(this);
        return this;
    }

    /** That of a socket; null when the handle is of something else. */
    static @Nullable Channel channelOf(IoHandle handle) {
        return handle instanceof Channel.Unsafe unsafe ? unsafe.voidPromise().channel() : null;
    }

    /** What the handler knows it by. */
    final IoRegistration registration() {
        return registration;
    }

    @Override
    public final void close() {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException("closing a socket failed", e);
        }
    }

    @Override
    public final void registered() {
        socket.registered();
    }

    @Override
    public final void unregistered() {
        socket.unregistered();
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // as Netty declares it
    public final <T> T attachment() {
        return registration.attachment();
    }

    @Override
    public final boolean isValid() {
        return registration.isValid();
    }

    @Override
    public final boolean cancel() {
        return registration.cancel();
    }
}
