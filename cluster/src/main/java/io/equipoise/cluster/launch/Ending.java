package io.equipoise.cluster.launch;

import ch.qos.logback.classic.LoggerContext;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the process ends, once: Vert.x closes, which lets verticles drain; the log is written out; the process is gone.
 * It halts rather than exits: Vert.x's own shutdown hook would cut a drain after two minutes. Safe for any thread.
 */
final class Ending {
    private static final Logger log = LoggerFactory.getLogger(Ending.class);

    private final AtomicBoolean hasBegun = new AtomicBoolean();
    private final AtomicInteger exitCode = new AtomicInteger();
    private final CompletableFuture<Void> start = new CompletableFuture<>();
    private volatile @Nullable Vertx vertx;
    private volatile EndLimits limits = EndLimits.ofClose(Duration.ZERO);

    /** What there is to close from now on, and how long that may take. */
    void closes(Vertx newVertx, EndLimits newLimits) {
        limits = newLimits;
        vertx = newVertx;
    }

    /** The verticles are deployed, or failed to be: closing need not wait for that any more. */
    void startHasEnded() {
        start.complete(null);
    }

    /**
     * Begins to end, on a thread of its own, unless it has begun already. Of several exit codes the highest counts, so
     * that what a verticle says while it closes is heard.
     */
    void begin(String cause, int code) {
        exitCode.accumulateAndGet(code, Math::max);
        if (!hasBegun.compareAndSet(false, true)) {
            log.atInfo().addKeyValue("cause", cause).log("closing goes on");
            return;
        }
        new Thread(() -> end(cause), "ending").start();
    }

    /** Ends at once after a start that failed, with that line for the user; does nothing when the end has begun already. */
    void fail(String line, int code, Duration closeLimit) {
        if (!hasBegun.compareAndSet(false, true)) {
            return;
        }
        limits = EndLimits.ofClose(closeLimit);
        close();
        halt(code, line);
    }

    private void end(String cause) {
        log.atInfo()
                .addKeyValue("cause", cause)
                .addKeyValue("limit", limits.close())
                .log("closing");
        if (vertx != null) {
            awaitStart();
        }
        halt(close() ? exitCode.get() : 1, null);
    }

    /** Vert.x takes a start amiss that ends after it was closed, and does not stop what had not started. */
    private void awaitStart() {
        try {
            start.get(limits.start().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.atInfo().addKeyValue("limit", limits.start()).log("closing in the middle of the start");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether all closed in order. */
    private boolean close() {
        Vertx started = vertx;
        if (started == null) {
            return true;
        }
        try {
            started.close()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(limits.close().toMillis(), TimeUnit.MILLISECONDS);
            log.atInfo().log("closed");
            return true;
        } catch (TimeoutException e) {
            log.atError().addKeyValue("limit", limits.close()).log("closing took longer than its limit");
        } catch (ExecutionException e) {
            log.atError().setCause(e.getCause()).log("closing failed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            log.atError().log("closing was interrupted");
        }
        return false;
    }

    private static void halt(int code, @Nullable String line) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.stop();
        }
        if (line != null) {
            System.err.println(line);
        }
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(code);
    }
}
