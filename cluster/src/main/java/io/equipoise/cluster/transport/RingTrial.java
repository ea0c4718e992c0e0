package io.equipoise.cluster.transport;

import io.netty.channel.IoHandler;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a ring as a loop would, has the kernel carry something out on it, and ends it. Netty's own look makes a smaller
 * ring and enters none. Once a process, when the first one asks; a kernel that does not answer holds up nobody for long.
 */
final class RingTrial {
    private static final long LIMIT_MILLIS = 5_000;

    private static final class Result {
        private static final @Nullable String FAILURE = within(LIMIT_MILLIS, RingTrial::run);
    }

    private RingTrial() {}

    /** Why io_uring does not work here, in words of the kernel or of Netty; null when it does. Any thread. */
    static @Nullable String failure() {
        return Result.FAILURE;
    }

    /** What the trial says, or that it has said nothing. */
    static @Nullable String within(long limitMillis, Supplier<@Nullable String> trial) {
        FutureTask<@Nullable String> said = new FutureTask<>(trial::get);
        Thread thread = new Thread(said, "io_uring-trial");
        thread.setDaemon(true);
        thread.start();
        try {
            return said.get(limitMillis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return "the kernel has not carried out a trial within " + limitMillis + " ms";
        } catch (ExecutionException e) {
            return reason(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted while it was tried";
        }
    }

    private static @Nullable String run() {
        try {
            IoUring.ensureAvailability();
            if (!IoUring.isRegisterBufferRingIncSupported() || !IoUring.isPollAddMultishotEnabled()) {
                return "the kernel is older than 6.12, whose sockets cannot all be written to without waiting";
            }
            IoHandler ring = IoUringIoHandler.newFactory().newHandler(new CallingThread(Thread.currentThread()));
            ring.initialize();
            ring.prepareToDestroy(); // has the kernel do nothing, and waits until it has
            ring.destroy();
            return null;
        } catch (RuntimeException | LinkageError e) {
            return reason(e);
        }
    }

    private static String reason(Throwable failure) {
        Throwable bottom = failure;
        while (bottom.getCause() != null) {
            bottom = bottom.getCause();
        }
        return String.valueOf(bottom.getMessage());
    }

    /** The loop of a ring that only one thread ever sees. */
    private record CallingThread(Thread thread) implements ThreadAwareExecutor {
        @Override
        public boolean isExecutorThread(Thread asked) {
            return asked == thread;
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }
    }
}
