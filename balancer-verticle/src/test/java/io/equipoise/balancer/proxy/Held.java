package io.equipoise.balancer.proxy;

import io.netty.buffer.PooledByteBufAllocator;

/** Watches how many bytes of buffers the data path holds, every millisecond until it is closed. */
final class Held implements AutoCloseable {
    private final Thread watcher = new Thread(this::watch);
    private volatile boolean closed;
    private volatile long most;

    Held() {
        watcher.setDaemon(true);
        watcher.start();
    }

    /** The most that was held at once so far. */
    long most() {
        return most;
    }

    static long now() {
        return PooledByteBufAllocator.DEFAULT.pinnedDirectMemory() + PooledByteBufAllocator.DEFAULT.pinnedHeapMemory();
    }

    @Override
    public void close() {
        closed = true;
    }

    private void watch() {
        while (!closed) {
            most = Math.max(most, now());
            Async.pause(1);
        }
    }
}
