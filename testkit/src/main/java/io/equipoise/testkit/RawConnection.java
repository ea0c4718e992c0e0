package io.equipoise.testkit;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One blocking TCP connection, of either side, whose every move a test decides: half-close, reset, a byte at a time,
 * never reading. Reads fail after {@link #LIMIT} instead of hanging. Not safe for two threads on one direction.
 */
public final class RawConnection implements AutoCloseable {
    /** A read that takes longer fails the test. */
    public static final Duration LIMIT = Duration.ofSeconds(30);

    private final Socket socket;

    RawConnection(Socket socket) throws IOException {
        this.socket = socket;
        if (!socket.isClosed()) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) LIMIT.toMillis());
        }
    }

    /** Connects to that port on loopback; a peer that accepts and resets at once has ended the connection, see {@link #awaitEnd}. */
    public static RawConnection to(int port) throws IOException {
        return to(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    }

    /** Connects to that port on loopback from that address of this machine, as 127.0.0.2 is one. */
    public static RawConnection from(InetAddress client, int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(client, 0));
            return connect(socket, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Connects with a receive buffer of that many bytes, so that the peer feels early that nobody reads.
     *
     * @param receiveBuffer bytes; 0 leaves it to the kernel
     */
    public static RawConnection to(InetSocketAddress address, int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        try {
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            return connect(socket, address);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** The kernel may tell of a reset that follows the handshake at once before it has told of the handshake. */
    private static RawConnection connect(Socket socket, InetSocketAddress address) throws IOException {
        try {
            socket.connect(address, (int) LIMIT.toMillis());
        } catch (SocketException e) {
            if (!String.valueOf(e.getMessage()).contains("reset")) {
                throw e;
            }
            socket.close();
        }
        return new RawConnection(socket);
    }

    public int localPort() {
        return socket.getLocalPort();
    }

    public int remotePort() {
        return socket.getPort();
    }

    public InputStream in() throws IOException {
        return socket.getInputStream();
    }

    public OutputStream out() throws IOException {
        return socket.getOutputStream();
    }

    /** Sends all of it at once. */
    public void send(byte[] bytes) throws IOException {
        out().write(bytes);
    }

    /** Sends that text in UTF-8. */
    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends one byte that no data window holds back (TCP urgent data). */
    public void sendUrgent(int value) throws IOException {
        socket.sendUrgentData(value);
    }

    /**
     * Reads exactly that many bytes.
     *
     * @throws EOFException when the peer ends before
     */
    public byte[] receive(int length) throws IOException {
        byte[] bytes = in().readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the stream ended after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    /** Reads up to the next line feed, which is not part of the result. */
    public String receiveLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in().read(); b != '\n'; b = in().read()) {
            if (b < 0) {
                throw new EOFException("the stream ended within the line \"" + line + "\"");
            }
            line.append((char) b);
        }
        return line.toString();
    }

    /** Reads until the peer ends its direction. */
    public byte[] receiveAll() throws IOException {
        return in().readAllBytes();
    }

    /** Ends this direction (FIN); the other goes on. */
    public void finish() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends the connection with a reset (RST), whatever is still on its way. */
    public void reset() throws IOException {
        if (!socket.isClosed()) {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    /** Reads and throws away until the connection ends, and says how. */
    public End awaitEnd() throws IOException {
        byte[] waste = new byte[16 * 1024];
        try {
            int count = 0;
            while (count >= 0) {
                count = in().read(waste);
            }
            return End.FINISHED;
        } catch (SocketTimeoutException e) {
            return End.NONE;
        } catch (SocketException e) {
            return End.RESET;
        }
    }

    /** Closes the ordinary way: FIN, or a reset when unread bytes lie in the kernel. */
    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** How a peer ended a connection. */
    public enum End {
        /** By FIN, after all its bytes. */
        FINISHED,
        /** By RST. */
        RESET,
        /** Not at all within {@link #LIMIT}. */
        NONE
    }
}
