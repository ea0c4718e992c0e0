package io.equipoise.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Opens new connections at a constant rate, each for one request, whether or not earlier ones have ended (open loop: a
 * frozen backend does not slow the load down and so cannot hide). A request asks the backend for its name, sends a
 * payload and checks every byte of its echo. One thread paces, one thread serves each open connection.
 */
public final class ConnectionLoad implements AutoCloseable {
    /** The sample echo service answers this first line with a line that holds its id. */
    public static final String WHO_ARE_YOU = "equipoise:whoami\n";

    private final InetSocketAddress target;
    private final Duration limit;
    private final Queue<Request> done = new ConcurrentLinkedQueue<>();
    private final ExecutorService connections = Executors.newCachedThreadPool(runnable -> {
        Thread thread = new Thread(runnable, "load");
        thread.setDaemon(true);
        return thread;
    });
    private final Thread pacer;
    private volatile boolean stopped;
    private volatile int begun;

    /**
     * One request that has ended.
     *
     * @param startNanos when its connection was begun
     * @param endNanos when it ended
     * @param payload bytes that it sent after {@link #WHO_ARE_YOU}, and that came back after the backend's name
     * @param backend who answered; empty when none had said its name
     * @param failure what went wrong; empty when every byte came back
     */
    public record Request(long startNanos, long endNanos, int payload, String backend, String failure) {
        public boolean failed() {
            return !failure.isEmpty();
        }
    }

    private ConnectionLoad(InetSocketAddress target, int perSecond, Duration limit) {
        this.target = target;
        this.limit = limit;
        pacer = new Thread(() -> pace(perSecond), "load-pacer");
        pacer.setDaemon(true);
        pacer.start();
    }

    /**
     * Starts the load.
     *
     * @param perSecond new connections each second
     * @param limit after which a request without an answer has failed
     */
    public static ConnectionLoad start(InetSocketAddress target, int perSecond, Duration limit) {
        return new ConnectionLoad(target, perSecond, limit);
    }

    /** Requests that were begun so far. */
    public int begun() {
        return begun;
    }

    /** Requests that have ended so far. */
    public List<Request> soFar() {
        return List.copyOf(done);
    }

    /** Begins no more requests, waits for those under way, and says what became of all. */
    public LoadResult stop() {
        stopped = true;
        try {
            pacer.join(limit.toMillis());
            connections.shutdown();
            if (!connections.awaitTermination(limit.toMillis() * 2, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("requests are still under way after twice their limit");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return new LoadResult(soFar());
    }

    /** Stops without waiting. */
    @Override
    public void close() {
        stopped = true;
        connections.shutdownNow();
    }

    private void pace(int perSecond) {
        long period = 1_000_000_000L / perSecond;
        long next = System.nanoTime();
        for (int number = 0; !stopped; number++) {
            int seed = number;
            begun = number + 1;
            connections.execute(() -> done.add(request(seed)));
            next += period;
            for (long wait = next - System.nanoTime(); wait > 0 && !stopped; wait = next - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
        }
    }

    private Request request(int seed) {
        long start = System.nanoTime();
        byte[] payload = SeededBytes.of(seed, 64 + seed % 1000);
        String[] backend = {""};
        String failure = "";
        try (Socket socket = new Socket()) {
            connect(socket);
            RawConnection connection = new RawConnection(socket);
            socket.setSoTimeout((int) limit.toMillis());
            exchange(connection, payload, backend);
        } catch (SocketTimeoutException e) {
            failure = "timeout";
        } catch (IOException e) {
            failure = String.valueOf(e.getMessage());
        }
        return new Request(start, System.nanoTime(), payload.length, backend[0], failure);
    }

    private void connect(Socket socket) throws IOException {
        try {
            socket.connect(target, (int) limit.toMillis());
        } catch (IOException e) {
            throw new IOException("connect: " + e.getMessage(), e);
        }
    }

    private static void exchange(RawConnection connection, byte[] payload, String[] backend) throws IOException {
        byte[] hello = WHO_ARE_YOU.getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(hello, hello.length + payload.length);
        System.arraycopy(payload, 0, all, hello.length, payload.length);
        connection.send(all);
        backend[0] = connection.receiveLine();
        if (!Arrays.equals(connection.receive(payload.length), payload)) {
            throw new IOException("wrong bytes");
        }
    }
}
