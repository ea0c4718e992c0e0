package io.equipoise.balancer.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The pool's mutable view of one backend: what it is now, whether it is healthy, and the counts that all loops share.
 * A node lives as long as its identity is in the pool, and longer while leases are open; updates of the pool keep it
 * and its history.
 *
 * <p>The control loop writes description and health; data loops change the counts, through a {@link Lease} only.
 * What a choice and a lease touch are fields of the node itself, so that they are one or two cache lines and not seven.
 */
public final class BackendNode {
    private static final VarHandle OPEN = counter("open", int.class);
    private static final VarHandle OPENED = counter("opened", long.class);
    private static final VarHandle FAILURES = counter("failures", long.class);
    private static final VarHandle CONSECUTIVE_FAILURES = counter("consecutiveFailures", int.class);

    private final WaitQueue queue;
    private volatile int open;
    private volatile int weight;
    private volatile int maxConnections;
    private volatile int consecutiveFailures;
    private volatile long opened;
    private volatile long failures;
    private volatile LeastOpen.@Nullable Place place;
    private volatile Described described;
    private volatile Verdict verdict = new Verdict(HealthState.Status.UNKNOWN, "");
    private volatile boolean member = true;
    private volatile boolean eligible;

    /** Two that must agree, behind one reference. */
    private record Described(Backend announced, Backend effective) {}

    private record Verdict(HealthState.Status health, String why) {}

    BackendNode(Backend announced, Backend effective, WaitQueue queue) {
        this.described = new Described(announced, effective);
        this.weight = effective.weight();
        this.maxConnections = effective.maxConnections();
        this.queue = queue;
    }

    private static VarHandle counter(String field, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(BackendNode.class, field, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
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
        return weight;
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
        return open;
    }

    /** Leases opened since the node exists. */
    public long opened() {
        return opened;
    }

    /** Leases that ended with a failure of the backend. */
    public long failures() {
        return failures;
    }

    /** Failures of the backend since its last success. */
    public int consecutiveFailures() {
        return consecutiveFailures;
    }

    /** Forgets consecutive failures, as when a time of ejection is over. */
    public void forgetFailures() {
        consecutiveFailures = 0;
    }

    /** Whether one more lease would be within {@link Backend#maxConnections()}. */
    public boolean hasRoom() {
        int max = maxConnections;
        return max == 0 || open < max;
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
        int max = maxConnections;
        int before = max == 0 ? (int) OPEN.getAndAdd(this, 1) : reserveWithin(max);
        boolean reserved = max == 0 || before < max;
        if (reserved) {
            onLoad();
        }
        return reserved;
    }

    /** The count before, which is below that when one more was counted. */
    private int reserveWithin(int max) {
        int current = open;
        while (current < max && !OPEN.compareAndSet(this, current, current + 1)) {
            current = open;
        }
        return current;
    }

    Lease leaseReserved() {
        OPENED.getAndAdd(this, 1L);
        return new Lease(this);
    }

    void giveBack() {
        OPEN.getAndAdd(this, -1);
        onLoad();
    }

    void onReleased(Lease.Outcome outcome) {
        switch (outcome) {
            case SERVED -> {
                if (consecutiveFailures != 0) {
                    consecutiveFailures = 0;
                }
            }
            case FAILED -> {
                FAILURES.getAndAdd(this, 1L);
                CONSECUTIVE_FAILURES.getAndAdd(this, 1);
            }
            case NEUTRAL -> {}
        }
        giveBack();
        queue.serve(this);
    }

    /** From now on that is told of its load, and nobody else; null for nobody. Control loop only. */
    void place(LeastOpen.@Nullable Place newPlace) {
        place = newPlace;
    }

    private void onLoad() {
        LeastOpen.Place told = place;
        if (told != null) {
            told.onChanged();
        }
    }

    void describe(Backend announced, Backend effective) {
        described = new Described(announced, effective);
        weight = effective.weight();
        maxConnections = effective.maxConnections();
        onLoad();
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
