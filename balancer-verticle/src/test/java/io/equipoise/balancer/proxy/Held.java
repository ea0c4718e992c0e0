package io.equipoise.balancer.proxy;

import io.netty.buffer.PooledByteBufAllocator;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks each millisecond how many bytes of buffers the data path holds, until it is closed. */
final class Held implements AutoCloseable {
    private final ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor();
    private volatile long most;

    Held() {
        watcher.scheduleAtFixedRate(() -> most = Math.max(most, now()), 0, 1, TimeUnit.MILLISECONDS);
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
        watcher.shutdownNow();
    }
}
