package io.equipoise.cluster.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.NativeInetAddress;
import io.netty.channel.unix.Socket;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;

/**
 * Accepts {@link EpollConnection}s, as the listening socket's channel would its own: as many at a look as its {@code
 * RECVBUF_ALLOCATOR} allows, and none while its reading is off. They inherit from the listening socket what Netty would
 * set on each. On the channel's loop.
 */
final class EpollAccepts {
    /** Set to true on a channel before it is registered. */
    static final AttributeKey<Boolean> WANTED = AttributeKey.valueOf(EpollAccepts.class, "wanted");

    /** Length, sixteen bytes, scope and port, as Netty's native code has them. */
    private static final FastThreadLocal<byte[]> ADDRESS = new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
            return new byte[25];
        }
    };

    private EpollAccepts() {}

    /** Whether that is a listening socket that shall accept them; from then on it does. */
    static boolean isFor(Channel channel) {
        if (!(channel instanceof EpollServerSocketChannel listening) || !channel.hasAttr(WANTED)) {
            return false;
        }
        try {
            Socket socket = (Socket) listening.fd();
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            return true;
        } catch (IOException e) {
            throw new ChannelException("a listening socket takes no options", e);
        }
    }

    static void accept(Channel channel) {
        Socket socket = (Socket) ((EpollServerSocketChannel) channel).fd();
        ChannelPipeline pipeline = channel.pipeline();
        RecvByteBufAllocator.ExtendedHandle turn =
                (RecvByteBufAllocator.ExtendedHandle) channel.unsafe().recvBufAllocHandle();
        byte[] address = ADDRESS.get();
        Throwable failure = null;
        turn.reset(channel.config());
        turn.attemptedBytesRead(1);
        try {
            do {
                int fd = socket.accept(address);
                turn.lastBytesRead(fd);
                if (fd == -1) {
                    break;
                }
                turn.incMessagesRead(1);
                pipeline.fireChannelRead(new EpollConnection(
                        (ServerChannel) channel, new Socket(fd), NativeInetAddress.address(address, 1, address[0])));
            } while (turn.continueReading());
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            failure = e;
        }
        turn.readComplete();
        pipeline.fireChannelReadComplete();
        if (failure != null) {
            pipeline.fireExceptionCaught(failure);
        }
    }
}
