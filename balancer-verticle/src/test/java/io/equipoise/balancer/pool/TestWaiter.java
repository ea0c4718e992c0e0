package io.equipoise.balancer.pool;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** A session that waits, in a test. */
final class TestWaiter implements WaitQueue.Waiter {
    private final CompletableFuture<Lease> lease = new CompletableFuture<>();
    private final Predicate<BackendNode> admits;

    TestWaiter() {
        this(node -> true);
    }

    TestWaiter(Predicate<BackendNode> admits) {
        this.admits = admits;
    }

    @Override
    public boolean admits(BackendNode node) {
        return admits.test(node);
    }

    @Override
    public void take(Lease given) {
        if (!lease.complete(given)) {
            throw new AssertionError("a session was given two leases");
        }
    }

    boolean served() {
        return lease.isDone();
    }

    /** The lease it was given. */
    Lease lease() {
        if (!lease.isDone()) {
            throw new AssertionError("the session still waits");
        }
        return lease.join();
    }

    /** The lease it is given, waiting for it at most so long. */
    Lease await(long seconds) throws Exception {
        try {
            return lease.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("a session waits for nobody", e);
        }
    }
}
