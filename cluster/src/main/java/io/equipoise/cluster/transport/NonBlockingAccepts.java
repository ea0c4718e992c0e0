package io.equipoise.cluster.transport;

import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.ServerChannel;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.channel.uring.IoUringIoOps;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket in io_uring. What Netty accepts there may block, unlike what it connects, and a splice would hold its
 * loop: accepts ask for {@code SOCK_NONBLOCK}. Owned by the socket's loop.
 */
final class NonBlockingAccepts extends SteadyRegistration implements IoUringIoHandle {
    private final IoUringIoHandle socket;

    private NonBlockingAccepts(IoUringIoHandle socket) {
        super(socket);
        this.socket = socket;
    }

    /** Null when it is no listening socket. */
    static @Nullable IoRegistration of(IoHandler uring, IoHandle handle) throws Exception {
        return handle instanceof IoUringIoHandle socket && channelOf(handle) instanceof ServerChannel
                ? new NonBlockingAccepts(socket).in(uring)
                : null;
    }

    @Override
    public void handle(IoRegistration ignored, IoEvent event) {
        socket.handle(this, event);
    }

    @Override
    public long submit(IoOps ops) {
        IoUringIoOps asked = (IoUringIoOps) ops;
        return registration().submit(RingOps.opcode(asked) == RingOps.ACCEPT ? RingOps.ofNonBlocking(asked) : asked);
    }
}
