package io.equipoise.backend;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** Waits with one generous limit. */
public final class Await {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Await() {}

    /** The result of a future that must succeed. */
    public static <T> T result(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("failed: " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("not done within " + LIMIT, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The cause of a future that must fail. */
    public static Throwable failure(Future<?> future) {
        until(() -> {
            if (!future.isComplete()) {
                throw new AssertionError("not done yet");
            }
        });
        if (future.succeeded()) {
            throw new AssertionError("succeeded, and should have failed");
        }
        return future.cause();
    }

    /** Returns once those assertions hold. */
    public static void until(ThrowingRunnable assertions) {
        Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(10)).untilAsserted(assertions);
    }
}
