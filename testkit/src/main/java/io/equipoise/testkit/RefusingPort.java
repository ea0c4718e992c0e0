package io.equipoise.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * A port on loopback at which nobody accepts, held so that nobody else gets it: it refuses every connection, or lets
 * every connection attempt run into its timeout.
 */
public final class RefusingPort implements AutoCloseable {
    private static final int FULL_AFTER_MILLIS = 300;
    private static final int MOST_PENDING = 64;

    private final int port;
    private final List<Closeable> held = new ArrayList<>();

    private RefusingPort(int port) {
        this.port = port;
    }

    /** Answers each SYN with a reset: bound, but not listening. */
    public static RefusingPort refusing() {
        try {
            Socket bound = new Socket();
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            RefusingPort refusing = new RefusingPort(bound.getLocalPort());
            refusing.held.add(bound);
            return refusing;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers no SYN: listening with a backlog that is full, as a black hole in the network would. */
    public static RefusingPort silent() {
        try {
            ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            RefusingPort silent = new RefusingPort(listening.getLocalPort());
            silent.held.add(listening);
            for (int i = 0; i < MOST_PENDING; i++) {
                if (!silent.isConnected(listening.getLocalSocketAddress())) {
                    return silent;
                }
            }
            throw new IllegalStateException("the backlog took " + MOST_PENDING + " connections and is not full");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isConnected(SocketAddress address) throws IOException {
        Socket pending = new Socket();
        held.add(pending);
        try {
            pending.connect(address, FULL_AFTER_MILLIS);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        try {
            for (Closeable each : held) {
                each.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
