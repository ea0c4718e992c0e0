package io.equipoise.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A TCP service on loopback whose behaviour a test chooses, one thread a connection. What a behaviour throws ends its
 * connection and is kept in {@link #failures()}. Closing closes port and connections.
 */
public final class RawBackend implements AutoCloseable {
    private static final int BACKLOG = 4096;

    private final ServerSocket listening;
    private final Thread acceptor;
    private final @Nullable Behaviour behaviour;
    private final Set<RawConnection> open = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<RawConnection> accepted = new LinkedBlockingQueue<>();
    private final List<IOException> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger acceptedCount = new AtomicInteger();

    /** What happens with an accepted connection, on a thread of its own; it is closed afterwards. */
    @FunctionalInterface
    public interface Behaviour {
        void serve(RawConnection connection) throws IOException;
    }

    private RawBackend(int port, int receiveBuffer, @Nullable Behaviour behaviour) {
        this.behaviour = behaviour;
        try {
            listening = new ServerSocket();
            if (receiveBuffer > 0) {
                listening.setReceiveBufferSize(receiveBuffer);
            }
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        acceptor = start(this::acceptAll, "raw-backend-" + port());
    }

    /** Listens on a free port. */
    public static RawBackend start(Behaviour behaviour) {
        return new RawBackend(0, 0, behaviour);
    }

    /** Listens on that port, which an earlier one had. */
    public static RawBackend startOn(int port, Behaviour behaviour) {
        return new RawBackend(port, 0, behaviour);
    }

    /** Listens on a free port, accepts and does nothing: a backend that stalls, or one that a test plays by hand. */
    public static RawBackend queued() {
        return new RawBackend(0, 0, null);
    }

    /** The same with small receive buffers, so that the peer feels early that nobody reads. */
    public static RawBackend queuedWithReceiveBuffer(int bytes) {
        return new RawBackend(0, bytes, null);
    }

    /** Sends back what comes, and ends when the client has ended. */
    public static void echo(RawConnection connection) throws IOException {
        connection.in().transferTo(connection.out());
        connection.finish();
    }

    /** Ends at once. */
    public static void closeAtOnce(RawConnection connection) throws IOException {
        connection.close();
    }

    /** Resets at once. */
    public static void resetAtOnce(RawConnection connection) throws IOException {
        connection.reset();
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Connections accepted so far. */
    public int acceptedCount() {
        return acceptedCount.get();
    }

    /** Connections that are being served now; those of a {@link #queued} one count until it is closed. */
    public int openCount() {
        return open.size();
    }

    /** What ended accepting or a behaviour before its end, in order. */
    public List<IOException> failures() {
        return List.copyOf(failures);
    }

    /** The next connection accepted by a {@link #queued} backend, in order of arrival; the test closes it. */
    public RawConnection take() {
        try {
            RawConnection connection = accepted.poll(RawConnection.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (connection == null) {
                throw new AssertionError("no connection came within " + RawConnection.LIMIT);
            }
            return connection;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Ends all at once. Nothing that is begun when it has returned gets an answer. */
    @Override
    public void close() {
        try {
            listening.close();
            // The kernel goes on taking connections until the thread that waits for one has noticed.
            acceptor.join();
            for (RawConnection connection : open) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void acceptAll() {
        while (!listening.isClosed()) {
            try {
                accept(new RawConnection(listening.accept()));
            } catch (IOException e) {
                failures.add(e);
            }
        }
    }

    private void accept(RawConnection connection) {
        acceptedCount.incrementAndGet();
        open.add(connection);
        if (behaviour == null) {
            accepted.add(connection);
        } else {
            start(() -> serve(behaviour, connection), "raw-connection-" + connection.remotePort());
        }
    }

    private void serve(Behaviour how, RawConnection connection) {
        try (connection) {
            how.serve(connection);
        } catch (IOException e) {
            failures.add(e);
        } finally {
            open.remove(connection);
        }
    }

    private static Thread start(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
