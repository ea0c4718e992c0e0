package io.equipoise.balancer.pool;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The pool's mutable view of one backend: what it is now, whether it is healthy, and the counts that all loops share.
 * A node lives as long as its identity is in the pool, and longer while leases are open; updates of the pool keep it
 * and its history.
 *
 * <p>The control loop writes description and health; data loops change the counts, through a {@link Lease} only.
 */
public final class BackendNode {
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong opened = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicInteger consecutiveFailures = new AtomicInteger();
    private final WaitQueue queue;
    private volatile Described described;
    private volatile Verdict verdict = new Verdict(HealthState.Status.UNKNOWN, "");
    private volatile boolean member = true;
    private volatile boolean eligible;

    /** Two that must agree, behind one reference. */
    private record Described(Backend announced, Backend effective) {}

    private record Verdict(HealthState.Status health, String why) {}

    BackendNode(Backend announced, Backend effective, WaitQueue queue) {
        this.described = new Described(announced, effective);
        this.queue = queue;
    }

    /** What the backend is now: by its own word, or the configuration's, and by what operators have ordered. */
    public Backend backend() {
        return described.effective();
    }

    /** What the backend says of itself, or the configuration of it; nothing that was ordered is in it. */
    public Backend announced() {
        return described.announced();
    }

    /** Its share against others, 0 to 256. */
    public int weight() {
        return backend().weight();
    }

    /** Whether its probes say that it serves. */
    public boolean healthy() {
        return health() == HealthState.Status.UP;
    }

    /** What its probes say; unknown until the first that decides. */
    public HealthState.Status health() {
        return verdict.health();
    }

    /** Why its health flipped when it last did; empty before that. */
    public String why() {
        return verdict.why();
    }

    /** Whether it is still in the pool; a node that left keeps its leases until they close. */
    public boolean member() {
        return member;
    }

    /** Leases open now, over all loops of this JVM. */
    public int open() {
        return open.get();
    }

    /** Leases opened since the node exists. */
    public long opened() {
        return opened.get();
    }

    /** Leases that ended with a failure of the backend. */
    public long failures() {
        return failures.get();
    }

    /** Failures of the backend since its last success. */
    public int consecutiveFailures() {
        return consecutiveFailures.get();
    }

    /** Forgets consecutive failures, as when a time of ejection is over. */
    public void forgetFailures() {
        consecutiveFailures.set(0);
    }

    /** Whether one more lease would be within {@link Backend#maxConnections()}. */
    public boolean hasRoom() {
        int max = backend().maxConnections();
        return max == 0 || open.get() < max;
    }

    /** Whether the current snapshot lets new connections go to it. */
    public boolean eligible() {
        return eligible;
    }

    /** Whether new connections may go to it when it is not sick: it wants some, and its weight gives it some. */
    boolean wanted() {
        Backend now = backend();
        return member && now.mode() == Backend.Mode.READY && now.weight() > 0;
    }

    /** Counts one connection and makes it a lease, or says null when the backend has no room. */
    @Nullable
    Lease tryLease() {
        return reserve() ? leaseReserved() : null;
    }

    /** Counts one connection unless the backend has no room; to be leased or given back at once. */
    boolean reserve() {
        int max = backend().maxConnections();
        if (max == 0) {
            open.incrementAndGet();
            return true;
        }
        int current = open.get();
        while (current < max) {
            if (open.compareAndSet(current, current + 1)) {
                return true;
            }
            current = open.get();
        }
        return false;
    }

    Lease leaseReserved() {
        opened.incrementAndGet();
        return new Lease(this);
    }

    void giveBack() {
        open.decrementAndGet();
    }

    void onReleased(Lease.Outcome outcome) {
        switch (outcome) {
            case SERVED -> consecutiveFailures.set(0);
            case FAILED -> {
                failures.incrementAndGet();
                consecutiveFailures.incrementAndGet();
            }
            case NEUTRAL -> {}
        }
        open.decrementAndGet();
        queue.serve(this);
    }

    void describe(Backend announced, Backend effective) {
        described = new Described(announced, effective);
    }

    void health(HealthState.Status status, String why) {
        verdict = new Verdict(status, why);
    }

    void eligible(boolean mayBeChosen) {
        eligible = mayBeChosen;
    }

    void leave() {
        member = false;
        eligible = false;
    }

    @Override
    public String toString() {
        return backend().id() + "@" + backend().address();
    }
}
