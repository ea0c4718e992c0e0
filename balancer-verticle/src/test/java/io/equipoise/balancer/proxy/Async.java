package io.equipoise.balancer.proxy;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.awaitility.Awaitility;

/** The other things that happen at the same time, and waiting for them. */
final class Async {
    private static final int LOOKS = 30;

    private Async() {}

    static <T> CompletableFuture<T> run(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(work.call());
            } catch (Exception e) {
                result.completeExceptionally(new CompletionException(e));
            }
        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    static <T> T get(CompletableFuture<T> result) throws InterruptedException, ExecutionException, TimeoutException {
        return result.get(TestProxy.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    static <T> T get(Future<T> future) {
        try {
            return future.await(TestProxy.LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("nothing came within " + TestProxy.LIMIT, e);
        }
    }

    /** Waits until that holds. */
    static void until(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(TestProxy.LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(condition);
    }

    /** Waits until that amount, above zero, has not grown over many looks in a row. */
    static void untilStill(LongSupplier amount) {
        long[] last = {0};
        int[] equal = {0};
        until(() -> {
            long now = amount.getAsLong();
            equal[0] = now > 0 && now == last[0] ? equal[0] + 1 : 0;
            last[0] = now;
            return equal[0] == LOOKS;
        });
    }
}
