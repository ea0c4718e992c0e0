package io.equipoise.cluster.transport;

import io.netty.channel.Channel;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.channel.socket.SocketChannelConfig;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.UnixChannel;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Spares a system call at the end of each direction: Netty answers a FIN by shutting the input down, which the kernel has
 * done itself when the FIN came. A channel that may half-close is told that it is done, and then tells of the end by
 * {@link ChannelInputShutdownReadComplete} alone. One that may not closes, as ever.
 */
final class InputEnd {
    /** As in {@link FileDescriptor}. */
    private static final int INPUT_SHUTDOWN = 1 << 1;

    private static final VarHandle STATE = state();

    private InputEnd() {}

    /** A FIN is there to be read, or was read and Netty is about to hear of it. On the channel's loop. */
    static void markKnown(Channel channel) {
        if (channel instanceof UnixChannel unix
                && channel.config() instanceof SocketChannelConfig config
                && config.isAllowHalfClosure()) {
            var unused = (int) STATE.getAndBitwiseOr(unix.fd(), INPUT_SHUTDOWN);
        }
    }

    private static VarHandle state() {
        try {
            return MethodHandles.privateLookupIn(FileDescriptor.class, MethodHandles.lookup())
                    .findVarHandle(FileDescriptor.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
