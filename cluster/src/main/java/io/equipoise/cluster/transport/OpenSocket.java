package io.equipoise.cluster.transport;

import io.netty.channel.ChannelException;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;

/** Opens the socket of an {@link EpollConnection} that is to be connected. Any thread. */
final class OpenSocket extends Socket {
    private OpenSocket(int descriptor) {
        super(descriptor);
    }

    /**
     * One of that address's family, with keep-alive probes, that sends small writes at once.
     *
     * @throws ChannelException when this process has no socket left
     */
    static Socket to(InetSocketAddress address) {
        Socket socket = new OpenSocket(newSocketStream0(address.getAddress() instanceof Inet6Address));
        try {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            return socket;
        } catch (IOException e) {
            closeAfter(e, socket);
            throw new ChannelException(e);
        }
    }

    private static void closeAfter(IOException failure, Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
